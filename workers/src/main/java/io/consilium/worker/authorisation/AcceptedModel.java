package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.ModelDocument;
import java.time.Instant;
import java.util.Optional;

/** A model that this site accepted for a revision; see {@link AcceptedRevision}. */
public record AcceptedModel(
    ModelDocument document,
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
