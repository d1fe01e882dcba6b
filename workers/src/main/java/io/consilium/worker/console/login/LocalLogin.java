package io.consilium.worker.console.login;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Lets in who knows the password of one of the site's accounts. */
@Component
class LocalLogin implements AuthenticationProvider {
  private final Accounts accounts;
  private final Attempts attempts;

  LocalLogin(Accounts accounts, Attempts attempts) {
    this.accounts = accounts;
    this.attempts = attempts;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    String name = attempt.getName().strip().toLowerCase(Locale.ROOT);
    String address =
        attempt.getDetails() instanceof WebAuthenticationDetails details
            ? Optional.ofNullable(details.getRemoteAddress()).orElse("")
            : "";
    Optional<Duration> pause = attempts.pause(name, address);
    if (pause.isPresent()) {
      throw new LockedException(
          "After several wrong attempts the next one has to wait: try again in %d seconds."
              .formatted(pause.get().toSeconds() + 1));
    }
    Optional<Account> account = accounts.find(name);
    String password = attempt.getCredentials() instanceof String text ? text : "";
    if (!accounts.isPassword(account, password)) {
      attempts.failed(name, address);
      throw new BadCredentialsException("Name and password do not match.");
    }
    attempts.succeeded(name, address);
    return login(account.orElseThrow());
  }

  private static Authentication login(Account account) {
    return UsernamePasswordAuthenticationToken.authenticated(
        new Person(account.name(), account.person(), account.role() == Role.DATA_OWNER),
        null,
        List.of(new SimpleGrantedAuthority(account.role().name())));
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }
}
