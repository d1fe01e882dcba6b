package io.consilium.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses paths that can be read in more than one way, before anything reads them: the engine's
 * webapps and the platform's own filters would not agree on what they mean. No page of ours has
 * such a path.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PlainPathsOnly extends OncePerRequestFilter {
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "//|/\\.{1,2}(/|$)|;|\\\\|%(25|2[ef]|3b|5c|[01][0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (AMBIGUOUS.matcher(request.getRequestURI()).find()) {
      response.sendError(HttpStatus.BAD_REQUEST.value());
    } else {
      chain.doFilter(request, response);
    }
  }
}
