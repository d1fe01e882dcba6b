package io.consilium.contract.gateway;

import io.consilium.contract.text.CanonicalJson;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * A code by which a facility enrols, once: {@value #CHARACTERS} characters, 125 bits of chance. The
 * platform keeps its hash alone.
 *
 * @param text as people read it, in groups
 */
public record EnrolmentCode(String text) {
  /** How long a code counts. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  static final int CHARACTERS = 25;
  private static final SecureRandom CHANCE = new SecureRandom();

  /** A new one. */
  public static EnrolmentCode generate() {
    byte[] chance = new byte[16];
    CHANCE.nextBytes(chance);
    return new EnrolmentCode(ReadableText.write(chance, CHARACTERS));
  }

  /** SHA-256 of the code as 64 hex digits; however it was typed, it is the same. */
  public String hash() {
    return CanonicalJson.sha256(ReadableText.normalised(text));
  }

  @Override
  public String toString() {
    return "EnrolmentCode[…]";
  }
}
