package io.consilium.contract.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.Documents;
import io.consilium.contract.metric.Reported.Interval;
import io.consilium.contract.metric.Reported.Measured;
import io.consilium.contract.metric.Reported.NotDefined;
import io.consilium.contract.metric.Reported.StandardError;
import io.consilium.contract.text.InvalidDocumentException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsReaderTest {
  private static final MetricSchema SCHEMA =
      BenchmarkDocument.parse(Documents.benchmark()).metricSchema();
  private static final String RESULTS = Documents.results();
  private static final Group LOWER = new Group.Subgroup("texture", "lower");

  @Test
  void everyDeclaredNumberIsReadForEveryGroup() {
    ReportedMetrics reported = read(RESULTS);

    assertThat(reported.value(Group.OVERALL, "auroc"))
        .isEqualTo(new Measured(0.9731, Optional.of(new StandardError(0.0123))));
    assertThat(reported.value(LOWER, "sensitivity")).isEqualTo(new Measured(0.9, Optional.empty()));
    assertThat(reported.count(Group.OVERALL, "tp")).hasValue(20);
    assertThat(reported.values().keySet()).containsExactlyElementsOf(SCHEMA.groups());
    assertThatThrownBy(() -> reported.value(LOWER, "brier"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("brier is not given for texture/lower");
  }

  @Test
  void theFewestPeopleOfAMetricAreTheSmallestOfItsCounts() {
    ReportedMetrics reported = read(RESULTS);

    assertThat(reported.fewestPeople(Group.OVERALL, metric("auroc"))).hasValue(22);
    assertThat(reported.fewestPeople(LOWER, metric("auroc"))).hasValue(10);
    assertThat(reported.fewestPeople(LOWER, metric("accuracy"))).hasValue(30);
  }

  @ParameterizedTest
  @CsvSource({
    "text, 'the text \"text\"'",
    "'\"0.97\"', 'the text \"0.97\"'",
    "NaN, 'the text \"NaN\" (YAML writes not-a-number as .nan)'",
    "true, a boolean",
    "null, nothing",
    "'[0.97]', a list",
    "'{value: 0.97}', a map"
  })
  void aTextOrAnythingElseThatIsNoNumberIsRefused(String written, String described) {
    assertRefused(
        RESULTS.replaceFirst("auroc: 0.9731", "auroc: " + written),
        "results.yaml: overall.auroc: must be a number, not " + described);
  }

  @Test
  void notANumberIsRefusedWhereTheSchemaDoesNotDeclareIt() {
    assertRefused(
        RESULTS.replaceFirst("brier: 0.07123456", "brier: .nan"),
        "overall.brier is .nan, which the metric schema does not allow here (undefined: refuse)");
    assertRefused(RESULTS.replaceFirst("people: 60", "people: .nan"), "overall.people is .nan");
  }

  @Test
  void aDeclaredNotANumberIsNotDefined() {
    ReportedMetrics reported = read(RESULTS.replaceFirst("auroc: 0.9731", "auroc: .nan"));

    assertThat(reported.value(Group.OVERALL, "auroc")).isEqualTo(new NotDefined());
    assertThat(reported.value(LOWER, "auroc").number()).isPresent();
  }

  @Test
  void aStandardErrorThatIsNotDefinedLeavesTheValue() {
    ReportedMetrics reported = read(RESULTS.replaceFirst("auroc_se: 0.0123", "auroc_se: .nan"));

    assertThat(reported.value(Group.OVERALL, "auroc"))
        .isEqualTo(new Measured(0.9731, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {".inf", "-.inf"})
  void infinityIsRefusedEverywhere(String infinity) {
    assertRefused(
        RESULTS.replaceFirst("auroc: 0.9731", "auroc: " + infinity), "overall.auroc is infinite");
    assertRefused(
        RESULTS.replaceFirst("auroc_se: 0.0123", "auroc_se: " + infinity),
        "overall.auroc_se is infinite");
  }

  @Test
  void anExtraKeyIsRefusedWithItsPath() {
    assertRefused(
        RESULTS.replaceFirst("auroc: 0.9731", "auroc: 0.9731, patient_7: 1"),
        "overall.patient_7 is not declared in the metric schema");
    assertRefused(
        RESULTS.replace("  lower:", "  middle: {}\n  lower:"),
        "by_texture.middle is not declared in the metric schema");
    assertRefused(RESULTS + "notes: []\n", "notes is not declared in the metric schema");
  }

  @Test
  void aMetricOfNoSubgroupIsAnExtraKeyThere() {
    assertRefused(
        RESULTS.replace("lower: {", "lower: {brier: 0.1, "),
        "by_texture.lower.brier is not declared");
  }

  @Test
  void aMissingNumberIsRefused() {
    assertRefused(
        RESULTS.replaceFirst("auroc: 0.9731, ", ""),
        "overall.auroc is missing: the metric schema declares it (line 1)");
    assertRefused(RESULTS.replaceFirst("overall: .*\n", ""), "overall.people is missing");
  }

  @Test
  void aMissingNumberIsNotDefinedWhereTheSchemaSaysAbsent() {
    MetricSchema schema = schema("undefined: nan", "undefined: absent");

    ReportedMetrics reported = read(schema, RESULTS.replaceFirst("auroc: 0.9731, ", ""));

    assertThat(reported.value(Group.OVERALL, "auroc")).isEqualTo(new NotDefined());
    assertThatThrownBy(() -> read(schema, RESULTS.replaceFirst("auroc: 0.9731", "auroc: .nan")))
        .hasMessageContaining("(undefined: absent)");
  }

  @Test
  void tenMegabytesAreRefused() {
    String large = RESULTS + "# " + "x".repeat(10 * 1024 * 1024);

    assertRefused(large, "results.yaml: the document is too large: 10,4");
  }

  @Test
  void whatIsNotStrictYamlIsRefused() {
    assertRefused(RESULTS + "overall: {}\n", "overall is given twice");
    assertRefused("overall: &a {}\nby_texture: *a\n", "anchors (&) are not allowed");
    assertRefused("overall: " + "[".repeat(5_000), "nested too deeply");
    assertRefused("", "the document is empty");
    assertRefused("0.5", "must be a map, not a number");
    assertRefused("overall: " + "9".repeat(40), "is too large");
  }

  @Test
  void aFloodOfExtraKeysIsReportedInShort() {
    StringBuilder flood = new StringBuilder(RESULTS);
    for (int i = 0; i < 5_000; i++) {
      flood.append("k%d: 1\n".formatted(i));
    }

    assertThatThrownBy(() -> read(flood.toString()))
        .isInstanceOfSatisfying(
            InvalidDocumentException.class,
            e -> assertThat(e.getMessage().lines()).hasSizeLessThan(25));
  }

  @ParameterizedTest
  @CsvSource({
    "people: 60, people: 60.5, 'overall.people: must be a whole number, not 60.5'",
    "people: 60, people: -1, 'overall.people: must be within 0 to 100000, not -1.0'",
    "people: 60, people: 100001, 'overall.people: must be within 0 to 100000'",
    "auroc: 0.9731, auroc: 1.0001, 'overall.auroc: must be within 0 to 1, not 1.0001'",
    "auroc_se: 0.0123, auroc_se: -0.1, 'overall.auroc_se: must be within 0 to 1, not -0.1'",
    "auroc_se: 0.0123, auroc_se: 1.5, 'overall.auroc_se: must be within 0 to 1, not 1.5'"
  })
  void aNumberOutOfRangeIsRefused(String old, String written, String message) {
    assertRefused(RESULTS.replaceFirst(old, written), message);
  }

  @Test
  void aWholeNumberMayBeWrittenWithAPoint() {
    assertThat(
            read(RESULTS.replaceFirst("people: 60", "people: 60.0")).count(Group.OVERALL, "people"))
        .hasValue(60);
  }

  @Test
  void aProportionMustAgreeWithItsCounts() {
    assertRefused(
        RESULTS.replaceFirst("accuracy: 0.9166666666666666", "accuracy: 0.9166688"),
        "overall.accuracy is 0.9166688 but correct / people = 0.91666");
  }

  @Test
  void aProportionIsComputedFromItsCountsWhateverDigitsWereWritten() {
    ReportedMetrics reported =
        read(RESULTS.replaceFirst("accuracy: 0.9166666666666666", "accuracy: 0.9166671"));

    assertThat(reported.value(Group.OVERALL, "accuracy").number()).hasValue(55.0 / 60);
  }

  @Test
  void aNumeratorAboveItsDenominatorIsRefused() {
    assertRefused(
        RESULTS.replaceFirst("tp: 20", "tp: 23"),
        "overall.sensitivity: has a numerator above its denominator (tp / events)");
  }

  @Test
  void aProportionOfNobodyIsNotDefinedAndMustNotBeANumber() {
    String nobody =
        RESULTS.replace(
            "lower: {people: 30, events: 10, non_events: 20, tp: 9, fn: 1,",
            "lower: {people: 30, events: 0, non_events: 20, tp: 0, fn: 0,");

    assertRefused(
        nobody, "by_texture.lower.sensitivity is a number although tp / events is not defined");
    assertThat(
            read(nobody.replaceFirst("sensitivity: 0.9,", "sensitivity: .nan,"))
                .value(LOWER, "sensitivity"))
        .isEqualTo(new NotDefined());
  }

  @Test
  void aProportionThatIsDefinedMustBeGiven() {
    assertRefused(
        RESULTS.replaceFirst("sensitivity: [0-9.]+", "sensitivity: .nan"),
        "overall.sensitivity is not given although tp / events = 0.909");
  }

  @Test
  void aSubgroupCannotCountMoreThanEveryone() {
    assertRefused(
        RESULTS
            .replace("lower: {people: 30", "lower: {people: 61")
            .replaceFirst("(lower: .*accuracy: )[0-9.]+", "$10.4590163934426229"),
        "by_texture.lower.people is more than overall (61 of 60)");
  }

  @Test
  void anIntervalHoldsItsValueAndLiesInRange() {
    MetricSchema schema =
        schema(
            "uncertainty: {standard_error: \"{group}/auroc_se\"}",
            "uncertainty: {interval: [\"{group}/auroc_low\", \"{group}/auroc_high\"], level: 0.95}");
    String results = RESULTS.replace("auroc_se: 0.0123", "auroc_low: 0.94, auroc_high: 0.99");

    assertThat(read(schema, results).value(LOWER, "auroc"))
        .isEqualTo(new Measured(0.9731, Optional.of(new Interval(0.94, 0.99))));
    for (String wrong : new String[] {"0.98, auroc_high: 0.99", "0.9, auroc_high: 1.01"}) {
      assertThatThrownBy(() -> read(schema, results.replaceFirst("0.94, auroc_high: 0.99", wrong)))
          .hasMessageContaining("must hold the value and lie within 0 to 1");
    }
  }

  @Test
  void statisticsAreReadBySchemaToo() {
    MetricSchema statistics = BenchmarkDocument.parse(Documents.benchmark()).statisticsSchema();

    assertThat(read(statistics, "people: 60\nevents: 22\n").count(Group.OVERALL, "events"))
        .hasValue(22);
    assertThatThrownBy(() -> read(statistics, "people: 60\nevents: 22\nages: [50, 51]\n"))
        .hasMessageContaining("ages is not declared");
  }

  private static Metric metric(String id) {
    return SCHEMA.metric(id).orElseThrow();
  }

  private static MetricSchema schema(String old, String replacement) {
    return BenchmarkDocument.parse(Documents.with(Documents.benchmark(), old, replacement))
        .metricSchema();
  }

  private static ReportedMetrics read(String yaml) {
    return read(SCHEMA, yaml);
  }

  private static ReportedMetrics read(MetricSchema schema, String yaml) {
    return ResultsReader.read("results.yaml", yaml.getBytes(StandardCharsets.UTF_8), schema);
  }

  private static void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(message);
  }
}
