package io.consilium.platform.facility;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Slows down whoever guesses codes: so many wrong ones of one address in a minute, and all
 * together, on this node. What is remembered is bounded, whoever asks.
 */
final class GuessLimit {
  static final int OF_ONE_ADDRESS = 10;
  private static final int MOST_ADDRESSES = 10_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Integer> wrong = new HashMap<>();
  private Instant since;

  GuessLimit(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /**
   * Lets a try pass.
   *
   * @throws TooManyGuesses when too many of this address were wrong
   */
  synchronized void admit(String address) {
    if (clock.instant().isAfter(since.plus(WINDOW))) {
      wrong.clear();
      since = clock.instant();
    }
    boolean crowded = wrong.size() >= MOST_ADDRESSES && !wrong.containsKey(address);
    if (crowded || wrong.getOrDefault(address, 0) >= OF_ONE_ADDRESS) {
      throw new TooManyGuesses();
    }
  }

  synchronized void forget() {
    wrong.clear();
  }

  /** The try was wrong. */
  synchronized void wasWrong(String address) {
    wrong.merge(address, 1, Integer::sum);
  }
}
