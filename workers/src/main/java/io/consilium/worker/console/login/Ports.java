package io.consilium.worker.console.login;

import io.consilium.worker.site.ConsoleSettings;
import io.consilium.worker.site.Site;
import jakarta.servlet.ServletRequest;
import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * The console's two ports: one for the pages, where site.yaml says, and one for the command, on
 * 127.0.0.1 always. What belongs to one cannot be reached through the other.
 */
@Component
public class Ports implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
  private static final int COMMAND_THREADS = 4;

  private final Connector command;
  private final ConsoleSettings settings;

  Ports(Site site) {
    settings = site.settings().console();
    Http11NioProtocol protocol = new Http11NioProtocol();
    protocol.setAddress(InetAddress.getLoopbackAddress());
    protocol.setMaxThreads(COMMAND_THREADS);
    protocol.setMinSpareThreads(1);
    command = new Connector(protocol);
    command.setPort(0);
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addAdditionalTomcatConnectors(command);
  }

  @Override
  public int getOrder() {
    return 0;
  }

  /** The command's port, once the server has started. */
  public int command() {
    return command.getLocalPort();
  }

  /** Whether a request came in through the command's port. */
  public boolean isCommand(ServletRequest request) {
    return request.getLocalPort() == command();
  }

  /** The pages' address for people. */
  public String pages(int port) {
    String host = settings.address().getHostAddress();
    return "%s://%s:%d"
        .formatted(
            settings.tls().isPresent() ? "https" : "http",
            host.contains(":") ? "[" + host + "]" : host,
            port);
  }
}
