package io.consilium.worker.enrolment;

import io.consilium.contract.gateway.KeyProof;
import io.consilium.contract.gateway.KeyRevocation;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.gateway.KeyRotation;
import io.consilium.contract.gateway.KeyRotation.Signer;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.contract.signing.SigningKey;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.outbound.PlatformUnavailableException;
import io.consilium.worker.site.Site;
import java.util.EnumMap;
import java.util.Map;

/** Changes of the site's keys while its worker runs. Each can be asked for again when it broke. */
public final class KeyChange {
  private final Site site;
  private final SiteKeys keys;
  private final Platform platform;
  private final Outbox outbox;

  public KeyChange(Site site, SiteKeys keys, Platform platform, Outbox outbox) {
    this.site = site;
    this.keys = keys;
    this.platform = platform;
    this.outbox = outbox;
  }

  /**
   * Puts a new key in the place of the present one of a role.
   *
   * @param person who decides; the name stays at the site
   * @param passphrase opens the release key, and protects the new one; not used for transport
   * @return the fingerprint of all keys now
   * @throws InvalidKeyException when the passphrase does not open the release key, or statements
   *     that the present key signed are still on their way
   */
  public synchronized String rotate(KeyRole role, String person, String passphrase) {
    requireDelivered(role);
    SigningKey old = keys.key(role, passphrase);
    SiteKeys next = keys.next();
    next.make(role, passphrase);
    SigningKey fresh = next.key(role, passphrase);
    KeyProof proof =
        KeyProof.ofRotation(
            site.settings().facilityId(),
            site.settings().platform().toString(),
            role,
            old.id(),
            fresh.id());
    Map<Signer, String> proofs = new EnumMap<>(Signer.class);
    proofs.put(Signer.OLD_KEY, proof.sign(old));
    proofs.put(Signer.NEW_KEY, proof.sign(fresh));
    if (role == KeyRole.POLICY) {
      proofs.put(Signer.RELEASE_KEY, proof.sign(keys.unlockRelease(passphrase)));
    }
    try {
      platform.rotate(new KeyRotation(role, fresh.verificationKey().jwk(), proofs), person);
    } catch (PlatformUnavailableException e) {
      // An answer that got lost after a change of the transport key: only the new one tells.
      if (role != KeyRole.TRANSPORT || !platform.knows(fresh)) {
        throw e;
      }
    }
    keys.promote(role);
    return keys.fingerprint();
  }

  /**
   * Ends a key at the platform, at once and for good. The file stays until a new key replaces it.
   *
   * @param person who decides; the name stays at the site
   */
  public synchronized void revoke(KeyRole role, String person) {
    platform.revoke(new KeyRevocation(role), person);
  }

  private void requireDelivered(KeyRole role) {
    if (role != KeyRole.TRANSPORT && !outbox.undelivered().isEmpty()) {
      throw new InvalidKeyException(
          "statements are still on their way to the platform, signed with the present key: wait until"
              + " 'consilium status' shows none");
    }
  }
}
