package io.consilium.platform.identity;

import io.consilium.platform.engine.Logins;
import io.consilium.platform.engine.UserDirectory;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/** Finds out who asks: by the session they logged in to, or by the password they send. */
@Component
class People implements AuthenticationProvider {
  private final Logins logins;
  private final UserDirectory directory;

  People(Logins logins, UserDirectory directory) {
    this.logins = logins;
    this.directory = directory;
  }

  /** The person who is logged in to the request's session. */
  Optional<Authentication> inSession(HttpServletRequest request) {
    return logins.userOf(request).filter(directory::exists).map(this::authenticated);
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    String userId = attempt.getName();
    if (attempt.getCredentials() instanceof String password
        && logins.isPassword(userId, password)) {
      return authenticated(userId);
    }
    throw new BadCredentialsException("wrong user or password");
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }

  private Authentication authenticated(String userId) {
    var user = new CurrentUser(userId, directory.nameOf(userId), directory.groupsOf(userId));
    return UsernamePasswordAuthenticationToken.authenticated(
        user, null, user.groups().stream().map(SimpleGrantedAuthority::new).toList());
  }
}
