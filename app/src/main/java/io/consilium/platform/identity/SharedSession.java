package io.consilium.platform.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Predicate;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Reads who asks from the session of the engine's webapps, anew at each request, so that a logout
 * or a lost membership counts at once. Nothing is ever saved: logging in is {@link
 * LoginController}'s.
 */
final class SharedSession implements SecurityContextRepository {
  private final People people;
  private final Predicate<HttpServletRequest> counts;

  /**
   * @param counts the requests for which the session counts
   */
  SharedSession(People people, Predicate<HttpServletRequest> counts) {
    this.people = people;
    this.counts = counts;
  }

  @Override
  @SuppressWarnings(
      "deprecation") // The interface has no other way that works without its own cache.
  public SecurityContext loadContext(HttpRequestResponseHolder holder) {
    HttpServletRequest request = holder.getRequest();
    var context = new SecurityContextImpl();
    if (counts.test(request)) {
      people.inSession(request).ifPresent(context::setAuthentication);
    }
    return context;
  }

  @Override
  public void saveContext(
      SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
    // The session says who is logged in; a context says it for one request only.
  }

  @Override
  public boolean containsContext(HttpServletRequest request) {
    return counts.test(request) && people.inSession(request).isPresent();
  }
}
