package io.consilium.platform.engine;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.core.Application;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.admin.impl.web.AdminApplication;
import org.camunda.bpm.admin.impl.web.SetupResource;
import org.camunda.bpm.admin.impl.web.bootstrap.AdminContainerBootstrap;
import org.camunda.bpm.cockpit.impl.web.CockpitApplication;
import org.camunda.bpm.cockpit.impl.web.bootstrap.CockpitContainerBootstrap;
import org.camunda.bpm.engine.rest.filter.CacheControlFilter;
import org.camunda.bpm.engine.rest.filter.EmptyBodyFilter;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.camunda.bpm.spring.boot.starter.property.WebappProperty;
import org.camunda.bpm.spring.boot.starter.webapp.filter.AppendTrailingSlashFilter;
import org.camunda.bpm.spring.boot.starter.webapp.filter.ResourceLoadingProcessEnginesFilter;
import org.camunda.bpm.spring.boot.starter.webapp.filter.ResourceLoadingSecurityFilter;
import org.camunda.bpm.tasklist.impl.web.TasklistApplication;
import org.camunda.bpm.tasklist.impl.web.bootstrap.TasklistContainerBootstrap;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationFilter;
import org.camunda.bpm.webapp.impl.security.filter.CsrfPreventionFilter;
import org.camunda.bpm.webapp.impl.security.filter.SessionCookieFilter;
import org.camunda.bpm.webapp.impl.security.filter.headersec.HttpHeaderSecurityFilter;
import org.camunda.bpm.webapp.impl.security.filter.util.HttpSessionMutexListener;
import org.camunda.bpm.webapp.impl.util.ServletContextUtil;
import org.camunda.bpm.welcome.impl.web.WelcomeApplication;
import org.camunda.bpm.welcome.impl.web.bootstrap.WelcomeContainerBootstrap;
import org.glassfish.jersey.servlet.ServletContainer;
import org.glassfish.jersey.servlet.ServletProperties;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Tasklist, Cockpit, Admin and Welcome under {@value #PATH}, without the engine's setup page: as
 * long as no administrator exists, it would let anybody become one (CVE-2026-77226). That is why
 * the starter's own registration is off.
 */
@Component
class Webapps implements ServletContextInitializer, WebMvcConfigurer {
  static final String PATH = "/camunda";

  private final WebappProperty properties;
  private final ResourceLoader resources;

  Webapps(CamundaBpmProperties properties, ResourceLoader resources) {
    this.properties = properties.getWebapp();
    this.resources = resources;
  }

  @Override
  public void onStartup(ServletContext context) {
    context.addListener(new CockpitContainerBootstrap());
    context.addListener(new AdminContainerBootstrap());
    context.addListener(new TasklistContainerBootstrap());
    context.addListener(new WelcomeContainerBootstrap());
    context.addListener(new HttpSessionMutexListener());
    ServletContextUtil.setAppPath(PATH, context);

    // The order matters: who asks, may they, did a page of ours send it, and only then the content.
    addFilter(
        context,
        new AppendTrailingSlashFilter(),
        Map.of(),
        "/app",
        "/app/cockpit",
        "/app/admin",
        "/app/tasklist",
        "/app/welcome");
    long cache = properties.getAuth().getCache().getTimeToLive();
    addFilter(
        context,
        new AuthenticationFilter(),
        Map.of(AuthenticationFilter.AUTH_CACHE_TTL_INIT_PARAM_NAME, Long.toString(cache)),
        "/api/*",
        "/app/*");
    addFilter(
        context,
        rules(),
        Map.of("configFile", properties.getSecurityConfigFile()),
        "/api/*",
        "/app/*");
    addFilter(
        context,
        new CsrfPreventionFilter(),
        properties.getCsrf().getInitParams(),
        "/api/*",
        "/app/*");
    addFilter(
        context,
        new SessionCookieFilter(),
        properties.getSessionCookie().getInitParams(),
        "/api/*",
        "/app/*");
    addFilter(
        context,
        new HttpHeaderSecurityFilter(),
        properties.getHeaderSecurity().getInitParams(),
        "/api/*",
        "/app/*");
    // By its class: it can only be made once the listeners above have run.
    map(context.addFilter("webapps pages", PagesWithoutSetup.class), "/api/*", "/app/*", "/", "");
    addFilter(context, new EmptyBodyFilter(), Map.of(), "/api/*", "/app/*");
    addFilter(context, new CacheControlFilter(), Map.of(), "/api/*", "/app/*", "/assets/*");

    addApi(context, "cockpit", CockpitApplication.class);
    addApi(context, "admin", AdminWithoutSetup.class);
    addApi(context, "tasklist", TasklistApplication.class);
    addApi(context, "welcome", WelcomeApplication.class);
    addApi(context, "engine", PlainRefusals.Application.class);
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    String location = "classpath:" + properties.getWebjarClasspath();
    for (String folder : Set.of("/lib/", "/app/", "/assets/")) {
      registry.addResourceHandler(PATH + folder + "**").addResourceLocations(location + folder);
    }
    for (String app : Set.of("tasklist", "cockpit", "admin", "welcome")) {
      String styles = "/app/" + app + "/styles/";
      // Our user-styles.css takes the place of the empty one that each webapp offers to be
      // replaced.
      registry
          .addResourceHandler(PATH + styles + "**")
          .addResourceLocations("classpath:/webapps/", location + styles);
    }
    registry
        .addResourceHandler(PATH + "/{icon:favicon\\.ico}")
        .addResourceLocations(location + "/");
  }

  private Filter rules() {
    var filter = new ResourceLoadingSecurityFilter();
    filter.setResourceLoader(resources);
    filter.setWebappProperty(properties);
    return filter;
  }

  private static void addFilter(
      ServletContext context, Filter filter, Map<String, String> parameters, String... paths) {
    FilterRegistration registration = context.addFilter("webapps " + name(filter), filter);
    registration.setInitParameters(parameters);
    map(registration, paths);
  }

  private static void map(FilterRegistration registration, String... paths) {
    for (String path : paths) {
      registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, PATH + path);
    }
  }

  private static String name(Filter filter) {
    return filter.getClass().getSimpleName();
  }

  private static void addApi(
      ServletContext context, String name, Class<? extends Application> application) {
    Class<? extends Servlet> container = ServletContainer.class;
    ServletRegistration servlet = context.addServlet("webapps " + name, container);
    servlet.setInitParameter(ServletProperties.JAXRS_APPLICATION_CLASS, application.getName());
    servlet.addMapping(PATH + "/api/" + name + "/*");
  }

  /** The Admin application's interface without the resource that creates an administrator. */
  public static final class AdminWithoutSetup extends AdminApplication {
    @Override
    public Set<Class<?>> getClasses() {
      Set<Class<?>> classes = new HashSet<>(super.getClasses());
      classes.remove(SetupResource.class);
      return classes;
    }
  }

  /** Shows the pages also while there is no administrator, instead of the setup page. */
  public static final class PagesWithoutSetup extends ResourceLoadingProcessEnginesFilter {
    public PagesWithoutSetup() {
      setResourceLoader(new DefaultResourceLoader());
      setWebappProperty(new WebappProperty());
    }

    @Override
    protected boolean needsInitialUser(String engineName) throws ServletException {
      return false;
    }
  }
}
