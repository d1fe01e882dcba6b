package io.consilium.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search finds what it is made to find. */
class CanaryTest {
  private static final Canary CANARY = new Canary();
  private static final String TEXT = CANARY.of("data");

  static Stream<String> disguised() {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    HexFormat hex = HexFormat.of();
    return Stream.of(
        TEXT,
        hex.formatHex(bytes),
        hex.withUpperCase().formatHex(bytes),
        HexFormat.ofDelimiter("%").formatHex(bytes),
        base64(TEXT),
        base64("a" + TEXT + "b"),
        base64("ab" + TEXT + "c"),
        base64("{\"payload\":\"" + base64("x" + TEXT) + "\"}"),
        base64("{\"x\":\"" + hex.formatHex(bytes) + "\"}"));
  }

  @ParameterizedTest
  @MethodSource("disguised")
  void whatIsDisguisedIsFound(String disguised) {
    List<String> found = CANARY.in("here", "before " + disguised + " after");

    assertThat(found).isNotEmpty();
  }

  @Test
  void anotherCanaryIsNotFound() {
    assertThat(CANARY.in("here", new Canary().of("data"))).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
