package io.consilium.demo;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Strings that are planted where data is, and looked for where none may be. All hold one random
 * word, which is what is looked for: in clear, in base64 at each alignment, in hex,
 * percent-encoded; and so within what itself is in base64, as the payloads of statements are.
 */
final class Canary {
  private static final int LETTERS = 14;
  private static final int BASE64_GROUP = 3;
  private static final int BASE64_QUANTUM = 4;

  /** A stretch of base64 that is worth decoding. */
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{24,}");

  private final String word;
  private final Map<String, String> disguises = new LinkedHashMap<>();

  Canary() {
    word =
        new SecureRandom()
            .ints(LETTERS, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    disguises.put("in clear", word);
    disguises.put("in capitals", word.toUpperCase(Locale.ROOT));
    disguises.put("in hex", hex);
    disguises.put("in hex, in capitals", hex.toUpperCase(Locale.ROOT));
    String percent = HexFormat.ofDelimiter("%").formatHex(bytes);
    disguises.put("percent-encoded", percent);
    disguises.put("percent-encoded, in capitals", percent.toUpperCase(Locale.ROOT));
    for (int shift = 0; shift < BASE64_GROUP; shift++) {
      disguises.put("in base64, shifted by " + shift, base64(bytes, shift));
    }
  }

  /** The part of the base64 of something around these bytes that depends on them alone. */
  private static String base64(byte[] bytes, int shift) {
    byte[] shifted = new byte[shift + bytes.length];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = (shift * 8 + 5) / 6;
    int last = shifted.length * 8 / 6;
    return all.substring(first, last);
  }

  /** What is planted in a place of that kind. */
  String of(String kind) {
    return "canary-" + kind + "-" + word;
  }

  /** Every way in which it can be written. */
  Map<String, String> disguises() {
    return Map.copyOf(disguises);
  }

  /** Like {@link #in}, but not within what is itself in base64: for the many bytes of a disk. */
  List<String> inPlainSight(String place, byte[] bytes) {
    return plainly(place, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Where and how it occurs in these bytes; empty when it does not. */
  List<String> in(String place, byte[] bytes) {
    // Each byte becomes one character, so that nothing is lost.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> found = new ArrayList<>(plainly(place, text));
    Matcher encoded = BASE64.matcher(text);
    while (encoded.find()) {
      // Letters before it may belong to something else, so each beginning is tried.
      for (int start = 0; start < BASE64_QUANTUM; start++) {
        found.addAll(plainly(place + ", within base64", decoded(encoded.group().substring(start))));
      }
    }
    return found;
  }

  List<String> in(String place, String text) {
    return in(place, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> plainly(String place, String text) {
    return disguises.entrySet().stream()
        .filter(disguise -> text.contains(disguise.getValue()))
        .map(disguise -> place + ": " + disguise.getKey())
        .toList();
  }

  private static String decoded(String base64) {
    String standard = base64.replace('-', '+').replace('_', '/');
    int whole = standard.length() % BASE64_QUANTUM == 1 ? standard.length() - 1 : standard.length();
    return new String(
        Base64.getDecoder().decode(standard.substring(0, whole)), StandardCharsets.ISO_8859_1);
  }
}
