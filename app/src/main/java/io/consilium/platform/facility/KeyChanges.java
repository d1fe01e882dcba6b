package io.consilium.platform.facility;

import io.consilium.contract.gateway.KeyProof;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.gateway.KeyRotation;
import io.consilium.contract.gateway.KeyRotation.Signer;
import io.consilium.contract.gateway.KnownKeys;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.platform.Settings;
import io.consilium.platform.facility.FacilityKey.End;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes of a facility's keys that it makes by itself. */
@Component
class KeyChanges {
  private final FacilityKeys keys;
  private final String platform;

  KeyChanges(FacilityKeys keys, Settings settings) {
    this.keys = keys;
    this.platform = settings.publicUrl().toString();
  }

  /** The keys by which the facility is known. */
  KnownKeys known(String facilityId) {
    Map<KeyRole, String> thumbprints = new EnumMap<>(KeyRole.class);
    keys.present(facilityId).forEach((role, key) -> thumbprints.put(role, key.id()));
    return new KnownKeys(thumbprints);
  }

  /**
   * Puts a new key in the place of the present one. Asked again for the same, nothing happens.
   *
   * @throws Refused when there is no present key, or a signature is missing or wrong
   * @throws KeyTaken when the new key is or was registered
   */
  @Transactional
  KnownKeys rotate(String facilityId, KeyRotation rotation) {
    KeyRole role = rotation.role();
    VerificationKey fresh = parse(rotation);
    Map<KeyRole, VerificationKey> present = keys.present(facilityId);
    VerificationKey old = require(present, role);
    if (fresh.equals(old)) {
      return known(facilityId);
    }
    KeyProof proof = KeyProof.ofRotation(facilityId, platform, role, old.id(), fresh.id());
    require(rotation, Signer.OLD_KEY, old, proof);
    require(rotation, Signer.NEW_KEY, fresh, proof);
    if (role == KeyRole.POLICY) {
      // A person answers for what may be released without one.
      require(rotation, Signer.RELEASE_KEY, require(present, KeyRole.RELEASE), proof);
    }
    if (keys.isKnown(fresh)) {
      throw new KeyTaken();
    }
    keys.end(facilityId, role, End.ROTATED, facilityId);
    keys.add(facilityId, role, fresh);
    return known(facilityId);
  }

  /** Ends a key of the facility at its own wish; one that has ended stays as it is. */
  @Transactional
  KnownKeys revoke(String facilityId, KeyRole role) {
    keys.end(facilityId, role, End.REVOKED, facilityId);
    return known(facilityId);
  }

  private static VerificationKey parse(KeyRotation rotation) {
    try {
      return VerificationKey.ofJwk(rotation.newKey());
    } catch (InvalidKeyException e) {
      throw new Refused("The new key: " + e.getMessage());
    }
  }

  private static VerificationKey require(Map<KeyRole, VerificationKey> present, KeyRole role) {
    return Optional.ofNullable(present.get(role))
        .orElseThrow(
            () ->
                new Refused(
                    "This facility has no "
                        + role.word()
                        + " key that counts: ask the operator for a code, and enrol again."));
  }

  private static void require(
      KeyRotation rotation, Signer signer, VerificationKey key, KeyProof proof) {
    if (!proof.isSignedBy(key, rotation.proofs().getOrDefault(signer, ""))) {
      throw new Refused(
          "The rotation is not signed by the "
              + signer.name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + ".");
    }
  }
}
