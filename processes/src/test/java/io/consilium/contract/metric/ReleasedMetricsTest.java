package io.consilium.contract.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.Documents;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.contract.text.InvalidDocumentException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasedMetricsTest {
  private static final MetricSchema SCHEMA =
      BenchmarkDocument.parse(Documents.benchmark()).metricSchema();
  private static final ReportedMetrics REPORTED = read(SCHEMA, Documents.results());
  private static final ReleasedMetrics RELEASED = REPORTED.release((group, metric) -> false);

  @Test
  void whatIsReleasedIsRoundedAsDeclared() {
    assertThat(RELEASED.value(Group.OVERALL, "brier"))
        .contains(MetricValue.of(new BigDecimal("0.0712"), new BigDecimal("0.00988")));
    assertThat(RELEASED.value(Group.OVERALL, "sensitivity"))
        .contains(MetricValue.of(new BigDecimal("0.9091")));
    assertThat(RELEASED.value(Group.OVERALL, "tp"))
        .contains(MetricValue.of(BigDecimal.valueOf(20)));
  }

  @Test
  void whatIsReleasedFitsItsSchemaAndComesBackFromItsBytes() {
    RELEASED.verify(SCHEMA);

    assertThat(ReleasedMetrics.fromCanonicalJson(RELEASED.canonicalJson())).isEqualTo(RELEASED);
  }

  @Test
  void whatIsWithheldOrNotDefinedLooksTheSame() {
    ReportedMetrics reported =
        read(SCHEMA, Documents.results().replaceFirst("auroc: 0.9731", "auroc: .nan"));

    ReleasedMetrics released =
        reported.release(
            (group, metric) -> group.equals(Group.OVERALL) && metric.id().equals("brier"));

    released.verify(SCHEMA);
    assertThat(released.value(Group.OVERALL, "auroc")).contains(MetricValue.withheld());
    assertThat(released.value(Group.OVERALL, "brier")).contains(MetricValue.withheld());
    assertThat(released.canonicalJson()).contains("\"brier\":{\"missing\":\"WITHHELD\"}");
    assertThat(released.nothingIsReleased()).isFalse();
  }

  @Test
  void nothingIsReleasedWhenEverythingIsWithheld() {
    ReleasedMetrics released = REPORTED.release((group, metric) -> true);

    released.verify(SCHEMA);
    assertThat(released.nothingIsReleased()).isTrue();
  }

  @Test
  void anIntervalIsRoundedAndHoldsItsRoundedValue() {
    MetricSchema schema =
        BenchmarkDocument.parse(
                Documents.with(
                    Documents.benchmark(),
                    "uncertainty: {standard_error: \"{group}/auroc_se\"}",
                    "uncertainty: {interval: [\"{group}/lo\", \"{group}/hi\"], level: 0.95}"))
            .metricSchema();
    ReleasedMetrics released =
        read(schema, Documents.results().replace("auroc_se: 0.0123", "lo: 0.97306, hi: 0.97314"))
            .release((group, metric) -> false);

    released.verify(schema);
    assertThat(released.canonicalJson())
        .contains("\"auroc\":{\"interval\":[0.9731,0.9731],\"value\":0.9731}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"value\":20}|{\"value\":20.5}|overall.tp.value: has more than 0 decimals",
        "{\"value\":20}|{\"value\":-1}|overall.tp.value is out of range 0 to 100000",
        "\"value\":0.0712|\"value\":0.07123|overall.brier.value: has more than 4 decimals",
        "\"value\":0.0712|\"value\":1.2|overall.brier.value is out of range 0 to 1",
        "0.00988|0.009881|overall.brier.standard_error: has more than 3 significant digits",
        "0.00988|1e-13|overall.brier.standard_error: has more than 3 significant digits",
        "0.00988|-0.1|overall.brier.standard_error is out of range 0 to 1",
        "0.00988|1.5|overall.brier.standard_error is out of range 0 to 1",
        "\"standard_error\":0.00988,|''|overall.brier: has no uncertainty",
        "{\"value\":20}|{\"standard_error\":0.1,\"value\":20}|overall.tp: has an uncertainty that",
        "\"standard_error\":0.00988|\"interval\":[0,1]|overall.brier: has an uncertainty that",
        "\"tp\":{\"value\":20}|\"tpp\":{\"value\":20}|overall.tpp is not declared in the metric schema",
        ",\"tp\":{\"value\":20}|''|overall.tp is missing: the metric schema declares it",
        "{\"value\":0.9091}|{\"value\":0.909}|overall.sensitivity.value: does not agree with its counts 20 / 22",
        "\"texture\"|\"age\"|subgroups.age.lower is not a group of the metric schema",
        "\"upper\"|\"middle\"|subgroups.texture.middle is not a group of the metric schema"
      })
  void whatDoesNotFitTheSchemaIsRefusedWithItsPlace(String old, String forged, String message) {
    String json = RELEASED.canonicalJson();
    assertThat(json).contains(old);
    ReleasedMetrics released =
        ReleasedMetrics.fromCanonicalJson(
            CanonicalJson.canonical(json.replaceFirst(Pattern.quote(old), forged)));

    assertThatThrownBy(() -> released.verify(SCHEMA))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"overall\":{\"a\":{\"missing\":\"patient 7\"}},\"subgroups\":{}}",
        "{\"overall\":{\"a\":{\"missing\":\"WITHHELD\",\"value\":1}},\"subgroups\":{}}",
        "{\"overall\":{\"a\":{}},\"subgroups\":{}}",
        "{\"overall\":{\"a\":{\"note\":\"x\",\"value\":1}},\"subgroups\":{}}",
        "{\"overall\":{\"a\":{\"value\":\"1\"}},\"subgroups\":{}}",
        "{\"overall\":{\"a\":{\"interval\":[1],\"value\":1}},\"subgroups\":{}}",
        "{\"notes\":\"x\",\"overall\":{},\"subgroups\":{}}",
        "{\"overall\":{ },\"subgroups\":{}}",
        "[]"
      })
  void jsonOfAnotherFormIsRefused(String json) {
    assertThatThrownBy(() -> ReleasedMetrics.fromCanonicalJson(json))
        .isInstanceOf(InvalidDocumentException.class);
  }

  @Test
  void anExponentInTheMillionsIsRefusedBeforeItBecomesDigits() {
    assertThatThrownBy(() -> MetricValue.of(new BigDecimal("1e999999999")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("digits");
  }

  @Test
  void equalNumbersAreEqualHoweverTheyAreWritten() {
    assertThat(MetricValue.of(new BigDecimal("0.5000")))
        .isEqualTo(MetricValue.of(new BigDecimal("0.5")));
    assertThat(MetricValue.of(new BigDecimal("1E+2")))
        .isEqualTo(MetricValue.of(new BigDecimal("100.0")));
  }

  private static ReportedMetrics read(MetricSchema schema, String yaml) {
    return ResultsReader.read("results.yaml", yaml.getBytes(StandardCharsets.UTF_8), schema);
  }
}
