package io.consilium.platform.facility;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that say no length or too great a one, before anything of them is read. */
final class BodyLimit extends OncePerRequestFilter {
  private static final long KIBIBYTE = 1024;
  private static final long USUAL = 64 * KIBIBYTE;
  private static final Map<String, Long> BY_PATH =
      Map.of(
          "/facility/statements", 1024 * KIBIBYTE,
          // A log of 256 Ki characters, of which each may take up to six bytes in JSON.
          "/facility/test-reports", 2048 * KIBIBYTE);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long length = request.getContentLengthLong();
    if (request.getHeader("Transfer-Encoding") != null) {
      response.sendError(HttpStatus.LENGTH_REQUIRED.value());
    } else if (length > BY_PATH.getOrDefault(request.getRequestURI(), USUAL)) {
      response.sendError(HttpStatus.PAYLOAD_TOO_LARGE.value());
    } else {
      chain.doFilter(request, response);
    }
  }
}
