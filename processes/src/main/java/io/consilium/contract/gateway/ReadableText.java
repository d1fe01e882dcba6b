package io.consilium.contract.gateway;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Bytes in letters and digits that people read aloud and type: Crockford's base 32, in groups of
 * five. Small letters, spaces and hyphens do not matter, and I, L and O are read as 1, 1 and 0.
 */
final class ReadableText {
  static final int BITS = 5;
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int GROUP = 5;
  private static final Pattern IGNORED = Pattern.compile("[\\s-]+");

  private ReadableText() {}

  /** The first bits of the bytes as so many characters. */
  static String write(byte[] bytes, int characters) {
    BigInteger number =
        new BigInteger(1, bytes).shiftRight(bytes.length * Byte.SIZE - characters * BITS);
    StringBuilder text = new StringBuilder();
    for (int place = characters - 1; place >= 0; place--) {
      text.append(ALPHABET.charAt(number.shiftRight(place * BITS).intValue() & ((1 << BITS) - 1)));
      if (place > 0 && (characters - place) % GROUP == 0) {
        text.append('-');
      }
    }
    return text.toString();
  }

  /** The text as it is compared, whatever way somebody typed it. */
  static String normalised(String typed) {
    return IGNORED
        .matcher(typed)
        .replaceAll("")
        .toUpperCase(Locale.ROOT)
        .replace('I', '1')
        .replace('L', '1')
        .replace('O', '0');
  }
}
