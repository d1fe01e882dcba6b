package io.consilium.worker.console.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** Notes when a session's person logged in, and goes on to the page that was asked for. */
@Component
class Login extends SavedRequestAwareAuthenticationSuccessHandler {
  private static final String BEGUN = Login.class.getName() + ".begun";

  private final Clock clock;

  Login(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication person)
      throws IOException, jakarta.servlet.ServletException {
    request.getSession().setAttribute(BEGUN, clock.instant());
    super.onAuthenticationSuccess(request, response, person);
  }

  /** When the session's person logged in; a session without is as old as can be. */
  static Instant begun(HttpSession session) {
    return session.getAttribute(BEGUN) instanceof Instant at ? at : Instant.EPOCH;
  }
}
