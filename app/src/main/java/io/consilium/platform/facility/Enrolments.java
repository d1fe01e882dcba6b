package io.consilium.platform.facility;

import io.consilium.contract.Ids;
import io.consilium.contract.gateway.EnrolmentAnswer;
import io.consilium.contract.gateway.EnrolmentCode;
import io.consilium.contract.gateway.EnrolmentRequest;
import io.consilium.contract.gateway.EnrolmentRequest.OfferedKey;
import io.consilium.contract.gateway.KeyProof;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.platform.Settings;
import io.consilium.platform.facility.EnrolmentCodes.Purpose;
import io.consilium.platform.facility.EnrolmentCodes.Ticket;
import io.consilium.platform.facility.FacilityKey.End;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes a facility in by a code, or gives one new keys. Nothing is looked up before every key has
 * proved that its private half signed this code for this platform; a request that fails uses no
 * code up.
 */
@Component
class Enrolments {
  private final EnrolmentCodes codes;
  private final Facilities facilities;
  private final FacilityKeys known;
  private final String platform;

  Enrolments(EnrolmentCodes codes, Facilities facilities, FacilityKeys known, Settings settings) {
    this.codes = codes;
    this.facilities = facilities;
    this.known = known;
    this.platform = settings.publicUrl().toString();
  }

  /**
   * Enrols.
   *
   * @throws Refused when keys or proofs are not what they should be
   * @throws CodeRefused when the code does not count, or is another facility's
   * @throws KeyTaken when a key is or was registered
   */
  @Transactional
  EnrolmentAnswer enrol(EnrolmentRequest request) {
    EnrolmentCode code = new EnrolmentCode(request.code());
    Map<KeyRole, VerificationKey> keys = proven(request, code);
    Ticket ticket =
        codes
            .take(code)
            .filter(taken -> request.facilityId().map(taken.facilityId()::equals).orElse(true))
            .orElseThrow(CodeRefused::new);
    requireRoles(ticket.facilityId(), keys.keySet());
    if (ticket.purpose() == Purpose.REPLACE_KEYS) {
      replace(ticket, keys);
    } else {
      register(ticket, keys);
    }
    return new EnrolmentAnswer(
        ticket.facilityId(),
        ticket.name(),
        ticket.organisation(),
        known.fingerprint(ticket.facilityId()).orElseThrow());
  }

  private Map<KeyRole, VerificationKey> proven(EnrolmentRequest request, EnrolmentCode code) {
    if (!request.platform().equals(platform)) {
      throw new Refused(
          "The platform's address is " + platform + ": enrol with '--platform " + platform + "'.");
    }
    Map<KeyRole, VerificationKey> keys = new EnumMap<>(KeyRole.class);
    request.keys().forEach((role, offered) -> keys.put(role, key(role, offered)));
    if (new HashSet<>(keys.values()).size() < keys.size()) {
      throw new Refused("Each of the keys must be another one.");
    }
    KeyProof proof = KeyProof.ofEnrolment(code, platform, keys);
    request
        .keys()
        .forEach(
            (role, offered) -> {
              if (!proof.isSignedBy(key(role, offered), offered.proof())) {
                throw new Refused("The proof of the " + role.word() + " key does not hold.");
              }
            });
    return keys;
  }

  private static VerificationKey key(KeyRole role, OfferedKey offered) {
    try {
      return VerificationKey.ofJwk(offered.jwk());
    } catch (InvalidKeyException e) {
      throw new Refused("The " + role.word() + " key: " + e.getMessage());
    }
  }

  private static void requireRoles(String facilityId, Set<KeyRole> roles) {
    boolean provingGround = facilityId.equals(Ids.PROVING_GROUND);
    if (!roles.equals(provingGround ? KeyRole.OF_THE_PROVING_GROUND : KeyRole.OF_A_FACILITY)) {
      throw new Refused(
          provingGround
              ? "The proving ground has a transport key alone: enrol with '--proving-ground'."
              : "A facility has a transport, a release and a policy key: enrol without"
                  + " '--proving-ground'.");
    }
  }

  private void register(Ticket ticket, Map<KeyRole, VerificationKey> keys) {
    if (facilities.find(ticket.facilityId()).isPresent()) {
      throw new CodeRefused();
    }
    if (facilities
        .register(
            ticket.facilityId(), ticket.name(), ticket.organisation(), keys, ticket.issuedBy())
        .isEmpty()) {
      throw new KeyTaken();
    }
  }

  /** A key that the facility still has stays; the others end, whatever becomes of the new ones. */
  private void replace(Ticket ticket, Map<KeyRole, VerificationKey> keys) {
    Map<KeyRole, VerificationKey> present = known.present(ticket.facilityId());
    keys.forEach(
        (role, key) -> {
          if (Optional.ofNullable(present.get(role)).filter(key::equals).isPresent()) {
            return;
          }
          if (known.isKnown(key)) {
            throw new KeyTaken();
          }
          known.end(ticket.facilityId(), role, End.REPLACED, ticket.issuedBy());
          known.add(ticket.facilityId(), role, key);
        });
  }
}
