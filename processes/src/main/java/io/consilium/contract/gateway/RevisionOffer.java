package io.consilium.contract.gateway;

import java.util.List;

/**
 * A revision for a facility to read and accept.
 *
 * @param document the benchmark document's canonical JSON
 * @param digest its digest, which the facility computes again
 */
public record RevisionOffer(String document, String digest, List<Approval> approvals) {
  public RevisionOffer {
    approvals = List.copyOf(approvals);
  }
}
