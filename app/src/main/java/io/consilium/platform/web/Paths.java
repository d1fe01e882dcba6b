package io.consilium.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Tells requests apart by their whole path, whichever servlet is to answer. Spring Security's own
 * patterns are relative to a servlet, and the engine's webapps bring several.
 */
public final class Paths {
  private Paths() {}

  /** Requests of any method for a path like one of these, such as {@code /api/**}. */
  public static RequestMatcher of(String... patterns) {
    List<PathPattern> parsed =
        Arrays.stream(patterns).map(PathPatternParser.defaultInstance::parse).toList();
    return request -> {
      PathContainer path = PathContainer.parsePath(whole(request));
      return parsed.stream().anyMatch(pattern -> pattern.matches(path));
    };
  }

  /** Requests of this method for a path like one of these. */
  public static RequestMatcher of(HttpMethod method, String... patterns) {
    RequestMatcher paths = of(patterns);
    return request -> method.matches(request.getMethod()) && paths.matches(request);
  }

  /** The path as the container decoded and normalised it. */
  private static String whole(HttpServletRequest request) {
    return request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
  }
}
