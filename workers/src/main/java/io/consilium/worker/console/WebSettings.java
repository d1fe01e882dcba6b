package io.consilium.worker.console;

import io.consilium.worker.site.ConsoleSettings;
import io.consilium.worker.site.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How the console is served. */
@Configuration(proxyBeanMethods = false)
public class WebSettings implements WebMvcConfigurer {
  /** Begin of every path of the command's interface. */
  static final String COMMAND = "/command";

  @Override
  public void configurePathMatch(PathMatchConfigurer paths) {
    paths.addPathPrefix(COMMAND, HandlerTypePredicate.forAnnotation(RestController.class));
  }

  /** Settings of the web server and its pages for a site. */
  public static Map<String, Object> properties(Site site) {
    ConsoleSettings console = site.settings().console();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("server.address", console.address().getHostAddress());
    properties.put("server.port", console.port());
    properties.put("server.servlet.session.timeout", "60m");
    properties.put("server.servlet.session.tracking-modes", "cookie");
    properties.put("server.servlet.session.persistent", false);
    properties.put("server.servlet.session.cookie.http-only", true);
    properties.put("server.servlet.session.cookie.same-site", "strict");
    properties.put("server.servlet.session.cookie.path", "/");
    properties.put("server.max-http-request-header-size", "16KB");
    properties.put("server.tomcat.max-http-form-post-size", "256KB");
    properties.put("server.tomcat.connection-timeout", "20s");
    properties.put("spring.servlet.multipart.enabled", false);
    properties.put("spring.mvc.problemdetails.enabled", false);
    properties.put("spring.web.resources.static-locations", "classpath:/console/static/");
    properties.put("spring.web.resources.cache.cachecontrol.no-cache", true);
    properties.put("spring.thymeleaf.prefix", "classpath:/console/pages/");
    properties.put("spring.thymeleaf.check-template-location", false);
    // Browsers keep one cookie of a name for all ports of a host, and a host may have many sites.
    String cookie = "console-" + site.settings().facilityId();
    Optional<ConsoleSettings.Tls> tls = console.tls();
    if (tls.isPresent()) {
      properties.put("server.ssl.certificate", file(site, tls.get().certificate()));
      properties.put("server.ssl.certificate-private-key", file(site, tls.get().key()));
      properties.put("server.ssl.enabled-protocols", "TLSv1.3,TLSv1.2");
      properties.put("server.servlet.session.cookie.secure", true);
      cookie = "__Host-" + cookie;
    }
    properties.put("server.servlet.session.cookie.name", cookie);
    return properties;
  }

  private static String file(Site site, java.nio.file.Path file) {
    return site.home().root().resolve(file).toUri().toString();
  }
}
