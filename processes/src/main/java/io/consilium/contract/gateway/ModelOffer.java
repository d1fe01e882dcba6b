package io.consilium.contract.gateway;

import java.util.List;

/**
 * A model for a facility to read and accept.
 *
 * @param document the model document's canonical JSON
 * @param digest its digest, which the facility computes again
 * @param owner id of the model's owner
 */
public record ModelOffer(String document, String digest, String owner, List<Approval> approvals) {
  public ModelOffer {
    approvals = List.copyOf(approvals);
  }
}
