package io.consilium.platform.engine;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Passwords, and who is logged in to a browser's session. The engine's webapps and the portal share
 * the session: a login or logout in one is a login or logout in all.
 */
@Component
public class Logins {
  private final ProcessEngine engine;
  private final IdentityService identity;

  Logins(ProcessEngine engine) {
    this.engine = engine;
    this.identity = engine.getIdentityService();
  }

  /**
   * Whether this is the user's password. Wrong attempts make the engine wait longer and longer
   * before it looks at that user's next one, and lock the account in the end.
   */
  public boolean isPassword(String userId, String password) {
    identity.clearAuthentication();
    return identity.checkPassword(userId, password);
  }

  /** Logs the user in to a new session, so that a session id known from before is worth nothing. */
  public void logIn(HttpServletRequest request, String userId) {
    UserAuthentication login = AuthenticationUtil.createAuthentication(engine, userId);
    if (login == null) {
      throw new IllegalArgumentException("no such user");
    }
    AuthenticationUtil.revalidateSession(request, login);
  }

  /** Id of the user who is logged in to the request's session. */
  public Optional<String> userOf(HttpServletRequest request) {
    return Optional.ofNullable(request.getSession(false))
        .map(AuthenticationUtil::getAuthsFromSession)
        .map(this::inThisEngine)
        .map(Authentication::getIdentityId);
  }

  private @Nullable Authentication inThisEngine(Authentications authentications) {
    return authentications.getAuthenticationForProcessEngine(engine.getName());
  }
}
