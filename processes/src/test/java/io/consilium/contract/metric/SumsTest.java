package io.consilium.contract.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts that are declared as sums of others. */
class SumsTest {
  private static final String YAML =
      """
      groups:
        overall: overall
        axes:
          - {id: sex, title: Sex, path: by_sex, levels: [female, male]}
      metrics:
        - {id: events, title: Events, kind: count, path: "{group}/events", parts: [tp, fn], subgroups: [sex], people: [events], range: [0, 1000], decimals: 0, better: none, undefined: absent}
        - {id: tp, title: True positives, kind: count, path: "{group}/tp", subgroups: [sex], people: [events], range: [0, 1000], decimals: 0, better: none, undefined: absent}
        - {id: fn, title: False negatives, kind: count, path: "{group}/fn", subgroups: [sex], people: [events], range: [0, 1000], decimals: 0, better: none, undefined: absent}
        - {id: images, title: Images, kind: count, units: images, path: images, people: [events], range: [0, 1000], decimals: 0, better: none}
        - {id: brier, title: Brier, kind: mean, path: brier, people: [events], range: [0, 1], decimals: 2, better: lower}
      """;
  private static final MetricSchema SCHEMA = schema(YAML);

  @Test
  void anHonestSumIsRead() {
    assertThat(
            read(group(30, 20, 10), group(18, 12, 6), group(12, 8, 4)).count(Group.OVERALL, "tp"))
        .hasValue(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {events: 30, tp: 20, fn: 11} | overall.events is 30 but tp + fn = 31
          {events: 30, tp: 20, fn: 9}  | overall.events is 30 but tp + fn = 29
          {events: 30, tp: 31}         | overall.events is 30 but tp + fn = 31
          """)
  void aLyingSumIsRefused(String overall, String words) {
    assertThatThrownBy(() -> read(overall, group(18, 12, 6), group(12, 8, 4)))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aSumOfWhichAPartIsNotDefinedIsAtLeastTheOthers() {
    assertThat(
            read("{events: 30, tp: 20}", group(18, 12, 6), group(12, 8, 4))
                .count(Group.OVERALL, "fn"))
        .isEmpty();
  }

  @Test
  void theLevelsOfAnAxisDoNotCountMoreThanEveryoneTogether() {
    assertThatThrownBy(() -> read(group(30, 20, 10), group(20, 13, 7), group(12, 8, 4)))
        .hasMessageContaining("overall.events is 30, but the levels of sex count 32 together");
  }

  @Test
  void aReleasedSumIsHeldAgainstItsParts() {
    ReleasedMetrics honest =
        read(group(30, 20, 10), group(18, 12, 6), group(12, 8, 4)).release((group, id) -> false);
    honest.verify(SCHEMA);

    ReleasedMetrics lying =
        ReleasedMetrics.fromCanonicalJson(
            honest.canonicalJson().replace("\"fn\":{\"value\":10}", "\"fn\":{\"value\":11}"));

    assertThatThrownBy(() -> lying.verify(SCHEMA))
        .hasMessageContaining(
            "overall.events.value is not the sum of its parts tp + fn, which is 31");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          parts: [tp, fn] | parts: [tp, fm]     | "fm" is not a metric; known are
          parts: [tp, fn] | parts: [tp, brier]  | "brier" is not of kind count
          parts: [tp, fn] | parts: [tp, events] | lead back to "events" itself
          parts: [tp, fn] | parts: [tp, images] | "images" counts images, not people
          kind: mean,     | kind: mean, parts: [tp, fn], | belong to metrics of kind count only
          """)
  void aSumThatMakesNoSenseIsRefused(String old, String changed, String words) {
    assertThatThrownBy(() -> schema(YAML.replace(old, changed)))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(words);
  }

  private static ReportedMetrics read(String overall, String female, String male) {
    String yaml =
        "overall: %s\nby_sex: {female: %s, male: %s}\nimages: 40\nbrier: 0.1\n"
            .formatted(overall, female, male);
    return ResultsReader.read("results.yaml", yaml.getBytes(StandardCharsets.UTF_8), SCHEMA);
  }

  private static String group(int events, int tp, int fn) {
    return "{events: %d, tp: %d, fn: %d}".formatted(events, tp, fn);
  }

  private static MetricSchema schema(String yaml) {
    Problems problems = new Problems();
    MetricSchema schema =
        MetricSchema.read(
            StrictYaml.read("schema", yaml, StrictYaml.Limits.DOCUMENT).tree(), "", problems);
    problems.throwIfAny("schema");
    return schema;
  }
}
