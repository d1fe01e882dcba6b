package io.consilium.contract.gateway;

import java.util.Map;

/**
 * A facility puts a new key in the place of the present one of the same role.
 *
 * @param newKey the new public key as a JSON Web Key, P-256
 * @param proofs signatures over {@link KeyProof#ofRotation} by who has to sign
 */
public record KeyRotation(KeyRole role, Map<String, Object> newKey, Map<Signer, String> proofs) {

  /** Who signs a rotation. */
  public enum Signer {
    /** The key that ends. */
    OLD_KEY,
    /** The key that begins. */
    NEW_KEY,
    /** The release key, which answers for a new policy key. */
    RELEASE_KEY
  }

  public KeyRotation {
    newKey = Map.copyOf(newKey);
    proofs = Map.copyOf(proofs);
  }
}
