package io.consilium.worker.sandbox;

import java.util.Optional;
import java.util.Set;

/** Remembers over restarts where the steps of a case run. Safe for use by many threads. */
public interface Placements {
  /** The engine on which a case's last step ran, or runs. */
  Optional<String> engineOf(String caseId);

  /** How urgent a case is; more is more urgent. */
  long priorityOf(String caseId);

  /** The cases whose containers may go on although nobody watches them at the moment. */
  Set<String> casesUnderWay();

  /**
   * A step has a place.
   *
   * @param container name or id; it may still have to be made
   */
  void placed(SealedStep step, String engineId, String container);

  /** A step's container has ended; it is removed after this. */
  void ended(SealedStep step, StepOutcome outcome);
}
