package io.consilium.worker.authorisation;

import java.time.Instant;

/** An acceptance does not hold any more: by whom, when, and why. */
public record Withdrawal(String by, Instant at, String reason) {
  /** In place of a person: the platform does not offer it any more. */
  public static final String PLATFORM = "the platform";
}
