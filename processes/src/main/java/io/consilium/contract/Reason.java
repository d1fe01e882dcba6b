package io.consilium.contract;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why something ended without the wanted outcome. These names are the error codes in diagrams and
 * the only words about a failure that leave a facility unasked.
 */
public enum Reason {
  IMAGE_UNAVAILABLE("the container image could not be had by its digest"),
  REFUSED("the facility's policy or acceptance does not allow it"),
  DATA_UNAVAILABLE("the dataset is not in the facility's catalogue"),
  DATA_CHANGED("the dataset is no longer what was registered"),
  STEP_FAILED("a container step failed"),
  /** Not an end: the preparation goes on when they have done it. */
  WORK_OUTSTANDING("people at the facility have work to do first"),
  WITHHELD("disclosure rules left nothing to release"),
  RELEASE_DECLINED("the data owner declined the release"),
  CANCELLED("it was cancelled"),
  WORKER_LOST("the facility's worker was lost"),
  DEADLINE_PASSED("the deadline passed");

  /** Code of the error by which a compatibility test tells its caller that it did not pass. */
  public static final String COMPATIBILITY_FAILED = "COMPATIBILITY_FAILED";

  private final String meaning;

  Reason(String meaning) {
    this.meaning = meaning;
  }

  /** The reason in words that complete the sentence "there is no result because ...". */
  public String meaning() {
    return meaning;
  }

  /** The reason of that name, or nothing when there is none. */
  public static Optional<Reason> named(String name) {
    return Arrays.stream(values()).filter(reason -> reason.name().equals(name)).findFirst();
  }
}
