package io.consilium.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for something that another process brings about. */
final class Waiting {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private Waiting() {}

  /**
   * Looks again and again until there is something to see.
   *
   * @param what for the message when it does not come, as in "the platform to answer"
   * @param look may throw {@link DemoFailure} when it never will come
   * @throws DemoFailure after the patience
   */
  static <T> T forSomething(String what, Duration patience, Supplier<Optional<T>> look) {
    Instant end = Instant.now().plus(patience);
    while (true) {
      Optional<T> seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (Instant.now().isAfter(end)) {
        throw new DemoFailure(
            "waited " + patience.toSeconds() + " s in vain for " + what + ".",
            "A machine under heavy load may need longer: try again when it is calmer.");
      }
      pause(BETWEEN_LOOKS);
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
