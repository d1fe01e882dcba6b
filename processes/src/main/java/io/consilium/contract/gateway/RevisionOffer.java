package io.consilium.contract.gateway;

import io.consilium.contract.statement.Envelope;
import java.util.List;

/**
 * A revision for a facility to read and accept.
 *
 * @param document the benchmark document's canonical JSON
 * @param digest its digest, which the facility computes again
 * @param signatures {@link io.consilium.contract.statement.Endorsement}s of this revision and of
 *     models in it, which the facility verifies against keys that it has from elsewhere
 */
public record RevisionOffer(
    String document, String digest, List<Approval> approvals, List<Envelope> signatures) {
  public RevisionOffer {
    approvals = List.copyOf(approvals);
    signatures = List.copyOf(signatures);
  }
}
