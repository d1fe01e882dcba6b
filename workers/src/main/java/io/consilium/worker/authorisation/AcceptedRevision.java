package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import java.time.Instant;
import java.util.Optional;

/**
 * A revision that this site accepted, as it was when it was accepted.
 *
 * @param acceptedBy a person's name, or {@code pinned key} and fingerprints
 * @param validFrom from when its time counts: the acceptance, or the signatures
 * @param validUntil when it ends by itself, as the site's policy is now
 * @param withdrawal present when it was taken back
 */
public record AcceptedRevision(
    BenchmarkDocument document,
    String acceptedBy,
    Instant acceptedAt,
    Instant validFrom,
    Instant validUntil,
    Optional<Withdrawal> withdrawal) {

  /** Whether it holds at that time. */
  public boolean isInForce(Instant now) {
    return withdrawal.isEmpty() && now.isBefore(validUntil);
  }
}
