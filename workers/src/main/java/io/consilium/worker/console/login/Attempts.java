package io.consilium.worker.console.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Slows down who guesses passwords: after some wrong ones for a name, or from an address, the next
 * try has to wait, twice as long each time.
 */
@Component
class Attempts {
  private static final int FREE_FOR_A_NAME = 3;

  /** More than for a name: on this machine everybody comes from the same address. */
  private static final int FREE_FROM_AN_ADDRESS = 20;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 10;
  private static final int MOST_REMEMBERED = 2000;

  private record Wrong(int count, Instant until) {}

  private final Clock clock;
  private final Map<String, Wrong> wrong =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Attempts(Clock clock) {
    this.clock = clock;
  }

  /** How long the next try has to wait; nothing when it may come now. */
  synchronized Optional<Duration> pause(String name, String address) {
    Duration ofName = left("name " + name);
    Duration ofAddress = left("address " + address);
    Duration longer = ofName.compareTo(ofAddress) > 0 ? ofName : ofAddress;
    return Optional.of(longer).filter(pause -> !pause.isZero());
  }

  synchronized void failed(String name, String address) {
    count("name " + name, FREE_FOR_A_NAME);
    count("address " + address, FREE_FROM_AN_ADDRESS);
  }

  synchronized void succeeded(String name, String address) {
    wrong.remove("name " + name);
    wrong.remove("address " + address);
  }

  private Duration left(String key) {
    Instant now = clock.instant();
    return Optional.ofNullable(wrong.get(key))
        .filter(known -> known.until().isAfter(now))
        .map(known -> Duration.between(now, known.until()))
        .orElse(Duration.ZERO);
  }

  private void count(String key, int free) {
    int count = Optional.ofNullable(wrong.get(key)).map(Wrong::count).orElse(0) + 1;
    Duration wait = Duration.ZERO;
    if (count > free) {
      Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(count - free - 1, MOST_DOUBLINGS));
      wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }
    wrong.put(key, new Wrong(count, clock.instant().plus(wait)));
  }
}
