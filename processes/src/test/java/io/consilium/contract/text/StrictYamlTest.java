package io.consilium.contract.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.StrictYaml.Limits;
import io.consilium.contract.text.StrictYaml.NonFinite;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTest {
  private static final Limits NUMBERS = new Limits(1024, 4, 50, NonFinite.KEPT);

  @Test
  void mapsListsAndScalarsBecomeATree() {
    JsonNode tree =
        read("a: [1, 2.5, true, null, text]\nb: {c: '1', d: \"true\"}\ne: |\n  lines\n");

    assertThat(tree.toString())
        .isEqualTo(
            "{\"a\":[1,2.5,true,null,\"text\"],\"b\":{\"c\":\"1\",\"d\":\"true\"},\"e\":\"lines\\n\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-17, -17.0",
    "+3, 3.0",
    "1.5, 1.5",
    ".5, 0.5",
    "2., 2.0",
    "1e3, 1000.0",
    "1.0e-07, 1.0E-7",
    "9007199254740991, 9.007199254740991E15"
  })
  void aPlainNumberIsANumber(String yaml, double value) {
    assertThat(read("x: " + yaml).path("x").isNumber()).isTrue();
    assertThat(read("x: " + yaml).path("x").doubleValue()).isEqualTo(value);
  }

  @Test
  void notANumberAndInfinityAreDoublesWhereTheyAreKept() {
    JsonNode tree = StrictYaml.read("x", "[.nan, .inf, -.inf]", NUMBERS).tree();

    assertThat(tree.path(0).doubleValue()).isNaN();
    assertThat(tree.path(1).doubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(tree.path(2).doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", ".inf", "-.Inf"})
  void notANumberAndInfinityAreRefusedInWhatPeopleWrite(String number) {
    assertRefused("a: {b: " + number + "}", "a.b: must be a finite number (line 1)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "No",
        "ON",
        "off",
        "010",
        "0x1F",
        "0o17",
        "0b11",
        "1_000",
        "1:30",
        "2026-05-01",
        "2026-05-01 10:00:00"
      })
  void whatProgramsReadDifferentlyMustBeQuoted(String scalar) {
    assertRefused("a: " + scalar, "write \"" + scalar + "\" in quotes");
    assertThat(read("a: \"" + scalar + "\"").path("a").textValue()).isEqualTo(scalar);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9007199254740992", "-9007199254740992", "123456789012345678901234567890"})
  void anIntegerThatADoubleCannotHoldIsRefused(String number) {
    assertRefused("a: " + number, "a: " + number + " is too large");
  }

  @Test
  void aNumberThatWouldBecomeInfiniteIsRefused() {
    assertRefused("a: 1e999", "a: 1e999 is too large for a number");
  }

  @Test
  void anAliasBombIsRefusedAtItsFirstAnchor() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }

    assertRefused(bomb.toString(), "a0: anchors (&) are not allowed: remove it (line 1)");
  }

  @Test
  void aliasesAndMergeKeysAreRefused() {
    assertRefused("a: *b", "a: aliases (*) are not allowed");
    assertRefused("a: {<<: {b: 1}}", "a: merge keys (<<) are not allowed");
    assertRefused("&k a: 1", "anchors (&) are not allowed");
    assertRefused("*k : 1", "uses an alias as a key");
  }

  @Test
  void aKeyThatIsGivenTwiceIsRefused() {
    assertRefused(
        "a: 1\nb:\n  c: 1\n  \"c\": 2\n", "b.c is given twice: keep one of them (line 4)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: !!python/object/apply:os.system [ls]",
        "a: !!str 1",
        "a: ! text",
        "!mine {a: 1}",
        "!!str a: 1"
      })
  void tagsAreRefused(String yaml) {
    assertRefused(yaml, "tags (!) are not allowed");
  }

  @Test
  void keysThatAreNotTextsAreRefused() {
    assertRefused("? {a: 1}\n: 2", "uses a map or list as a key");
    assertRefused("? [a]\n: 2", "uses a map or list as a key");
    assertRefused("? \n: 2", "has an empty key");
  }

  @Test
  void aSecondDocumentAndDirectivesAreRefused() {
    assertRefused("a: 1\n---\nb: 2\n", "holds more than one document");
    assertRefused("%YAML 1.1\n---\na: 1\n", "holds a directive");
    assertRefused("%TAG ! tag:x,2000:\n---\na: 1\n", "holds a directive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n"})
  void anEmptyDocumentIsRefused(String yaml) {
    assertRefused(yaml, "the document is empty");
  }

  @Test
  void whatIsNotYamlIsRefusedWithItsLine() {
    assertRefused("a: 1\nb: [1, 2\nc: }\n", "is not YAML");
    assertRefused("a: 1\nb: [1, 2\nc: }\n", "(line 3)");
    assertRefused("a: 'open", "is not YAML");
    assertRefused("a: \u0007", "is not YAML");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    byte[] latin1 = "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> StrictYaml.read("x.yaml", latin1, Limits.DOCUMENT))
        .hasMessage("x.yaml: the document is not UTF-8 text");
  }

  @Test
  void controlCharactersBehindEscapesAreRefusedAndShownHarmlessly() {
    assertRefused("a: \"red \\e[31m\"", "a: holds a control character: \"red \\u001b[31m\"");
    assertRefused("\"a\\0\": 1", "holds a control character");
    assertRefused("a: \"\\ud800\"", "a: holds a control character");
  }

  @Test
  void tenMegabytesAreRefusedWithoutBeingRead() {
    byte[] large = new byte[10 * 1024 * 1024];

    assertThatThrownBy(() -> StrictYaml.read("x.yaml", large, Limits.DOCUMENT))
        .hasMessage("x.yaml: the document is too large: 10,485,760 bytes, the limit is 262,144");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void deepNestingIsRefused(String opening) {
    assertRefused(opening.repeat(20_000), "nested too deeply");
  }

  @Test
  void tooManyEntriesAreRefused() {
    assertRefused("[" + "1,".repeat(30_000) + "]", "has too many entries: the limit is 20,000");
  }

  @Test
  void aDocumentAtTheLimitsIsRead() {
    Limits limits = new Limits(15, 2, 6, NonFinite.REFUSED);

    assertThat(StrictYaml.read("x", "{a: [1, 2, 33]}", limits).tree().path("a")).hasSize(3);
    assertThatThrownBy(() -> StrictYaml.read("x", "{a: [1, 2, 333]}", limits))
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> StrictYaml.read("x", "{a: [1,[2], 3]}", limits))
        .hasMessageContaining("a[1] is nested too deeply");
    assertThatThrownBy(() -> StrictYaml.read("x", "{a: [1,2,3, 4]}", limits))
        .hasMessageContaining("too many entries");
  }

  @Test
  void problemsNameTheLineOfTheNearestPlaceInTheDocument() {
    YamlDocument document = StrictYaml.read("x.yaml", "a:\n  b:\n    - c: 1\n", Limits.DOCUMENT);
    Problems problems = new Problems();
    problems.add("/a/b/0/d", "is missing");
    problems.add("/a", "is wrong");

    assertThatThrownBy(() -> document.throwIfAny(problems))
        .hasMessage(
            "x.yaml has 2 problems:\n- a is wrong (line 1)\n- a.b[0].d is missing (line 3)");
  }

  private static JsonNode read(String yaml) {
    return StrictYaml.read("x.yaml", yaml, Limits.DOCUMENT).tree();
  }

  private static void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageStartingWith("x.yaml: ")
        .hasMessageContaining(message);
  }
}
