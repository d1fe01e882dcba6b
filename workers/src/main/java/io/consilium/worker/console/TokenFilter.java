package io.consilium.worker.console;

import io.consilium.worker.console.login.Ports;
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

/** Lets nobody in at the command's port without the token, whatever the path. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class TokenFilter extends OncePerRequestFilter {
  private final ConsoleAddress address;
  private final Ports ports;

  TokenFilter(ConsoleAddress address, Ports ports) {
    this.address = address;
    this.ports = ports;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String authorization =
        Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).orElse("");
    if (!ports.isCommand(request) || address.admits(authorization)) {
      chain.doFilter(request, response);
    } else {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    }
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
