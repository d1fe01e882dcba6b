package io.consilium.worker.console.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * At the pages' port: only for this host's own names, and nothing of the command's interface. At
 * the command's port: nothing that a browser sends.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DoorFilter extends OncePerRequestFilter {
  private static final String COMMAND = "/command";

  private final Ports ports;
  private final HostNames names;

  DoorFilter(Ports ports, HostNames names) {
    this.ports = ports;
    this.names = names;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> host = Optional.ofNullable(request.getHeader(HttpHeaders.HOST));
    if (ports.isCommand(request)) {
      boolean browser =
          request.getHeader(HttpHeaders.ORIGIN) != null
              || request.getHeader("Sec-Fetch-Site") != null
              || request.getHeader(HttpHeaders.COOKIE) != null;
      if (browser || !host.equals(Optional.of("127.0.0.1:" + ports.command()))) {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        return;
      }
    } else if (!names.admits(host)) {
      response.setStatus(421);
      response.setContentType("text/plain;charset=UTF-8");
      response
          .getWriter()
          .println("This console is not served under that name: use the address that it prints.");
      return;
    } else if (request.getServletPath().startsWith(COMMAND)) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    chain.doFilter(request, response);
  }
}
