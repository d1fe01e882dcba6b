package io.consilium.contract.gateway;

import java.util.Map;
import java.util.Optional;

/**
 * A site's request to be enrolled, or to have its lost keys replaced.
 *
 * @param code as a person typed it
 * @param platform the platform's address as the site knows it
 * @param facilityId who the site says it is already, when its keys are replaced
 * @param keys by role
 */
public record EnrolmentRequest(
    String code, String platform, Optional<String> facilityId, Map<KeyRole, OfferedKey> keys) {

  /**
   * A public key with its proof.
   *
   * @param jwk JSON Web Key, P-256
   * @param proof signature by the private half over {@link KeyProof#ofEnrolment}
   */
  public record OfferedKey(Map<String, Object> jwk, String proof) {}

  public EnrolmentRequest {
    keys = Map.copyOf(keys);
  }
}
