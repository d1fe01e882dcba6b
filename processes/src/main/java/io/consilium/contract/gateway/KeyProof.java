package io.consilium.contract.gateway;

import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a key signs to show that its holder wants it to be used for this platform and this purpose.
 * The texts name their purpose, and neither a token nor an envelope can be taken for one.
 *
 * @param text canonical JSON
 */
public record KeyProof(String text) {

  /** Of an enrolment: every key signs the code, the platform's address, and all public keys. */
  public static KeyProof ofEnrolment(
      EnrolmentCode code, String platform, Map<KeyRole, VerificationKey> keys) {
    Map<String, String> thumbprints = new TreeMap<>();
    keys.forEach((role, key) -> thumbprints.put(role.name(), key.id()));
    return new KeyProof(
        CanonicalJson.write(
            Map.of(
                "purpose",
                "consilium enrolment 1",
                "code",
                code.hash(),
                "platform",
                platform,
                "keys",
                thumbprints)));
  }

  /** Of a rotation: the old key and the new one sign which follows on which. */
  public static KeyProof ofRotation(
      String facilityId, String platform, KeyRole role, String oldKeyId, String newKeyId) {
    return new KeyProof(
        CanonicalJson.write(
            Map.of(
                "purpose",
                "consilium key rotation 1",
                "facility",
                facilityId,
                "platform",
                platform,
                "role",
                role.name(),
                "oldKey",
                oldKeyId,
                "newKey",
                newKeyId)));
  }

  /** The key's signature: ECDSA P-256 with SHA-256, DER, in base64. */
  public String sign(SigningKey key) {
    return Base64.getEncoder().encodeToString(key.sign(bytes()));
  }

  /** Whether the key signed it. */
  public boolean isSignedBy(VerificationKey key, String signature) {
    try {
      return key.verifies(bytes(), Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
