package io.consilium.worker.console.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session that nobody uses, that is too old, or whose account is gone or has changed. A page
 * that renews itself does not count as somebody who uses it.
 */
final class SessionLimits extends OncePerRequestFilter {
  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration LONGEST = Duration.ofHours(12);

  /** Header of the requests by which a page renews itself. */
  static final String LIVE = "Consilium-Live";

  private static final String USED = SessionLimits.class.getName() + ".used";

  private final Accounts accounts;
  private final Clock clock;

  SessionLimits(Accounts accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<HttpSession> session = Optional.ofNullable(request.getSession(false));
    Optional<Authentication> login =
        Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
            .filter(known -> known.getPrincipal() instanceof Person);
    if (session.isPresent() && login.isPresent()) {
      if (isOver(session.get(), (Person) login.get().getPrincipal())) {
        session.get().invalidate();
        SecurityContextHolder.clearContext();
      } else if (request.getHeader(LIVE) == null) {
        session.get().setAttribute(USED, clock.instant());
      }
    }
    chain.doFilter(request, response);
  }

  private boolean isOver(HttpSession session, Person person) {
    Instant now = clock.instant();
    Instant begun = Login.begun(session);
    Instant used = session.getAttribute(USED) instanceof Instant at ? at : begun;
    return used.plus(IDLE).isBefore(now)
        || begun.plus(LONGEST).isBefore(now)
        || accounts
            .find(person.account())
            .filter(account -> !account.since().isAfter(begun))
            .filter(account -> (account.role() == Role.DATA_OWNER) == person.mayDecide())
            .isEmpty();
  }
}
