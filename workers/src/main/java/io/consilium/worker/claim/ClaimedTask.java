package io.consilium.worker.claim;

import java.time.Instant;
import java.util.Optional;

/**
 * A task that this worker took.
 *
 * @param id the task's id on the platform
 * @param topic what it asks for
 * @param caseId the dataset, execution or test that it is about
 * @param priority more is more urgent
 * @param state what became of it
 * @param reason why it has no result or is tried again, in the word that left
 * @param detail why, for the people at the site
 * @param claimedAt when it was taken
 */
public record ClaimedTask(
    String id,
    String topic,
    String caseId,
    long priority,
    State state,
    Optional<String> reason,
    Optional<String> detail,
    Instant claimedAt) {
  /** What became of a task. */
  public enum State {
    /** It runs, or goes on when the worker has started again. */
    CLAIMED,
    /** It met a passing fault; the platform gives it again. */
    FALTERED,
    /** It has ended here; the platform may not know yet. */
    ENDED,
    /** The platform knows. */
    REPORTED
  }
}
