package io.consilium.platform.facility;

import io.consilium.contract.gateway.KeyRole;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A facility's public key, present or past. What a key signed while it was valid stays verifiable.
 *
 * @param thumbprint its id: RFC 7638, SHA-256
 * @param publicKey as a JSON Web Key
 * @param validUntil when it ended, if it did
 * @param ended how it ended, if it did
 * @param endedBy the operator who ended it, or the facility's id when it did so itself
 */
public record FacilityKey(
    String thumbprint,
    KeyRole role,
    Map<String, Object> publicKey,
    Instant validFrom,
    Optional<Instant> validUntil,
    Optional<End> ended,
    Optional<String> endedBy) {

  /** How a key ended. */
  public enum End {
    /** The facility put a new one in its place, signed by the old one. */
    ROTATED,
    /** It was lost; a new one came with a code of the operator's. */
    REPLACED,
    /** It must not be trusted any more. */
    REVOKED
  }

  public FacilityKey {
    publicKey = Map.copyOf(publicKey);
  }

  /** Whether it counts at present. */
  public boolean isPresent() {
    return validUntil.isEmpty();
  }
}
