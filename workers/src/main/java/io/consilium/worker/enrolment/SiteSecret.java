package io.consilium.worker.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that never leaves the site. What is keyed with it cannot be confirmed by guessing
 * outside.
 */
public final class SiteSecret {
  private static final int BYTES = 32;
  private static final int PSEUDONYM_DIGITS = 16;

  private final byte[] secret;

  private SiteSecret(byte[] secret) {
    this.secret = secret;
  }

  /** A new one. */
  public static SiteSecret generate() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return new SiteSecret(secret);
  }

  static SiteSecret parse(String hex) {
    return new SiteSecret(HexFormat.of().parseHex(hex.strip()));
  }

  String hex() {
    return HexFormat.of().formatHex(secret);
  }

  /** HMAC-SHA256 of the text as 64 hex digits; texts of different purposes never collide. */
  public String hmac(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((purpose + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has HmacSHA256", e);
    }
  }

  /** What the platform sees in the place of a person's name. */
  public String pseudonym(String person) {
    return "person-" + hmac("person", person).substring(0, PSEUDONYM_DIGITS);
  }
}
