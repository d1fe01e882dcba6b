package io.consilium.worker.console.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The way to a site's first account: a code that who can use the command gets, that works once and
 * not for long, and only as long as there is no account.
 */
@Component
public class FirstAccount {
  /** How long a code works. */
  static final Duration TIME = Duration.ofMinutes(15);

  private static final int BYTES = 32;

  private record Code(String text, Instant until) {}

  private final Accounts accounts;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private Optional<Code> code = Optional.empty();

  FirstAccount(Accounts accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /** A new code in the place of any earlier one; nothing when there are accounts already. */
  public synchronized Optional<String> issue() {
    if (!accounts.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    code = Optional.of(new Code(HexFormat.of().formatHex(bytes), clock.instant().plus(TIME)));
    return code.map(Code::text);
  }

  synchronized boolean admits(String given) {
    return accounts.isEmpty()
        && code.filter(known -> known.until().isAfter(clock.instant()))
            .filter(
                known ->
                    MessageDigest.isEqual(
                        known.text().getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8)))
            .isPresent();
  }

  /**
   * Makes the first account, a data owner's, and uses the code up.
   *
   * @throws AccountException when the code does not work or the account is not right
   */
  synchronized void make(String given, String name, String person, String password) {
    if (!admits(given)) {
      throw new AccountException(
          "this link does not work any more: run 'consilium console open' for another");
    }
    accounts.add(name, person, Role.DATA_OWNER.word(), password);
    code = Optional.empty();
  }
}
