package io.consilium.platform.association;

import io.consilium.contract.Ids;
import java.time.Instant;

/**
 * A dataset or model that takes part, or would, in one revision of a benchmark: the last entry of
 * its history.
 *
 * @param subjectId id of the dataset or model
 * @param since when the entry was written
 */
public record Association(
    AssociationKind kind,
    String subjectId,
    String benchmarkId,
    int revision,
    AssociationState state,
    Instant since) {
  /** The association's id, under which its review is found. */
  public String id() {
    return Ids.association(subjectId, benchmarkId, revision);
  }
}
