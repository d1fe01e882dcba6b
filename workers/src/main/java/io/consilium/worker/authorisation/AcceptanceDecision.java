package io.consilium.worker.authorisation;

import java.time.Instant;
import java.util.Optional;

/**
 * One decision of this site about a revision, or about a model in it. It stays here.
 *
 * @param model the model; absent when it is about the revision
 * @param digest digest of the document that it is about
 * @param by a person's name, {@code pinned key} and fingerprints, or {@link Withdrawal#PLATFORM}
 * @param reason their words; may be empty
 */
public record AcceptanceDecision(
    Instant at,
    Kind kind,
    String benchmarkId,
    int revision,
    Optional<String> model,
    String digest,
    String by,
    String reason) {
  /** What was decided. */
  public enum Kind {
    ACCEPTED,
    DECLINED,
    WITHDRAWN
  }
}
