package io.consilium.contract.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.DoubleNode;
import io.consilium.contract.text.StrictYaml.Limits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @Test
  void theOrderOfKeysAndTheStyleOfTheYamlDoNotCount() {
    String one = "b: {d: [1, 2.50], c: text}\na: 1.0e+2\n";
    String other = "# comment\na: 100\nb:\n  c: 'text'\n  d:\n  - 1.0\n  - 2.5\n";

    assertThat(canonical(one))
        .isEqualTo(canonical(other))
        .isEqualTo("{\"a\":100,\"b\":{\"c\":\"text\",\"d\":[1,2.5]}}");
  }

  @Test
  void keysAreSortedByCodeUnitsAndTextIsNotEscapedWithoutNeed() {
    assertThat(CanonicalJson.write(Map.of("é", "Chloé \"\n\"", "z", 1, "Z", 2)))
        .isEqualTo("{\"Z\":2,\"z\":1,\"é\":\"Chloé \\\"\\n\\\"\"}");
  }

  @Test
  void whatJsonCannotExpressIsNotTurnedIntoText() {
    assertThatThrownBy(() -> CanonicalJson.write(DoubleNode.valueOf(Double.NaN)))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":1,\"a\":2}",
        "{\"a\": 1}",
        "{\"a\":1.0}",
        "{\"a\":1}\n",
        "{\"a\":12345678901234567890}",
        "{\"a\":\"\\u0041\"}"
      })
  void textThatIsNotCanonicalIsRefused(String json) {
    assertThatThrownBy(() -> CanonicalJson.read("x", json))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessage("x: the document is not in canonical form (RFC 8785)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":1}", "{} {}", "{\"a\":NaN}", "nul"})
  void textThatIsNotJsonIsRefused(String json) {
    assertThatThrownBy(() -> CanonicalJson.read("x", json))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageStartingWith("x: the document is not ");
  }

  @Test
  void aDigestIsTheSha256OfTheUtf8Bytes() {
    assertThat(CanonicalJson.digest("abc"))
        .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static String canonical(String yaml) {
    return CanonicalJson.write(StrictYaml.read("x", yaml, Limits.DOCUMENT).tree());
  }
}
