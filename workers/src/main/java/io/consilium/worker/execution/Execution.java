package io.consilium.worker.execution;

import java.time.Instant;
import java.util.Optional;

/**
 * One model on one dataset of this site.
 *
 * @param id the execution's id
 * @param roundId the round that it belongs to
 * @param benchmarkId the benchmark
 * @param revision number of the benchmark's revision
 * @param revisionDigest digest of the revision
 * @param dataset name of the dataset in the site's catalogue
 * @param fingerprint the dataset's fingerprint when the execution began
 * @param modelId the model
 * @param modelDigest digest of the model's image
 * @param evaluatorDigest digest of the evaluator's image
 * @param state where it stands
 * @param reason why there is no result, in the word that left
 * @param detail why there is no result, for the people at the site
 * @param metrics canonical JSON of the metrics as they may leave, once they are staged
 * @param audience for whom they are
 * @param decidedBy who decided about the release: {@code policy}, or a name
 * @param startedAt when it began
 * @param stagedAt when its result was ready
 */
public record Execution(
    String id,
    String roundId,
    String benchmarkId,
    int revision,
    String revisionDigest,
    String dataset,
    String fingerprint,
    String modelId,
    String modelDigest,
    String evaluatorDigest,
    State state,
    Optional<String> reason,
    Optional<String> detail,
    Optional<String> metrics,
    Optional<String> audience,
    Optional<String> decidedBy,
    Instant startedAt,
    Optional<Instant> stagedAt) {
  /** Where an execution stands. */
  public enum State {
    /** The model runs, or ran and was interrupted. */
    STARTED("the model runs"),
    /** Predictions are there. */
    INFERRED("predictions are ready"),
    /** The result waits for the decision to release it. */
    STAGED("waits for release"),
    /** The decision to release is on its way to the platform. */
    RELEASING("release is on its way"),
    RELEASED("released"),
    DECLINED("declined"),
    FAILED("failed");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** The state for people. */
    public String words() {
      return words;
    }
  }
}
