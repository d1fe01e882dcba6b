package io.consilium.worker.authorisation;

import java.util.Optional;

/**
 * One way in which something differs from what this site accepted before.
 *
 * @param subject what differs, in words
 * @param before what was accepted; absent when it is new
 * @param now what is proposed; absent when it is gone
 * @param effect what it means for the site
 */
public record Difference(
    String subject, Optional<String> before, Optional<String> now, Effect effect) {
  /** What a difference means. */
  public enum Effect {
    /** More can leave, to more people, or about fewer: look at it. */
    WIDENS,
    /** Less can leave. */
    NARROWS,
    /** Something else runs or is said. */
    CHANGES
  }

  /** All of it in one line. */
  public String words() {
    return subject
        + ": "
        + before
            .map(old -> now.map(is -> old + " → " + is).orElse("no longer " + old))
            .orElseGet(() -> "new: " + now.orElse(""));
  }
}
