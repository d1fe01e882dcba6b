package io.consilium.contract.gateway;

import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A facility's keys in one line that two people compare by telephone. */
public final class KeyFingerprint {
  private static final int CHARACTERS = 25;

  private KeyFingerprint() {}

  /** The first 125 bits of SHA-256 over the roles and thumbprints of all keys. */
  public static String of(Map<KeyRole, VerificationKey> keys) {
    Map<String, String> thumbprints = new TreeMap<>();
    keys.forEach((role, key) -> thumbprints.put(role.name(), key.id()));
    return ReadableText.write(
        HexFormat.of().parseHex(CanonicalJson.sha256(CanonicalJson.write(thumbprints))),
        CHARACTERS);
  }
}
