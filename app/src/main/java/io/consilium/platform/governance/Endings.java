package io.consilium.platform.governance;

import io.consilium.contract.Reason;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How a proposal ends when no person decided: it is noted, so that the record is complete. */
@Component
public class Endings {
  private final Decisions decisions;

  Endings(Decisions decisions) {
    this.decisions = decisions;
  }

  /**
   * Makes sure that the record says why a proposal came to nothing.
   *
   * @param reason {@link Reason#COMPATIBILITY_FAILED} or {@link Reason#DEADLINE_PASSED}'s name;
   *     ignored when a person declined
   */
  public void note(String subject, Optional<String> reason) {
    boolean undecided =
        decisions.last(subject).map(last -> last.outcome() == Outcome.PROPOSED).orElse(true);
    if (undecided && reason.filter(Reason.COMPATIBILITY_FAILED::equals).isPresent()) {
      decisions.failTest(subject);
    } else if (undecided) {
      decisions.lapse(subject);
    }
  }
}
