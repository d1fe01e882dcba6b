package io.consilium.platform.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.metric.Better;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.Range;
import io.consilium.contract.metric.Rounding;
import io.consilium.contract.metric.Scale;
import io.consilium.contract.metric.Undefined;
import io.consilium.contract.metric.Units;
import io.consilium.platform.result.Report.Limits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The 95 % limits of a facility's value")
class IntervalsTest {
  private final Intervals intervals = new Intervals(0.95);

  @ParameterizedTest
  @CsvSource({
    "81,263,0.2553,0.3662",
    "15,148,0.0624,0.1605",
    "0,20,0,0.1611",
    "1,29,0.0061,0.1718"
  })
  @DisplayName("of a proportion are Wilson's: Newcombe 1998, table I, method 3")
  void wilson(int numerator, int denominator, BigDecimal low, BigDecimal high) {
    MetricValue value = MetricValue.of(Rounding.toDecimals((double) numerator / denominator, 4));

    Limits limits =
        intervals
            .of(
                metric(MetricKind.PROPORTION, Scale.LOGIT),
                value,
                Optional.of(new Intervals.Counts(numerator, denominator)))
            .orElseThrow();

    assertThat(limits.low()).isEqualByComparingTo(low);
    assertThat(limits.high()).isEqualByComparingTo(high);
  }

  @Test
  @DisplayName(
      "of an AUROC of 0.9 with standard error 0.02 are on the logit scale 0.8534 to 0.9329")
  void logit() {
    assertLimits(metric(MetricKind.AUROC, Scale.LOGIT), "0.9", "0.02", "0.8534", "0.9329");
  }

  @Test
  @DisplayName("of a mean of 0.12 with standard error 0.015 are 0.0906 to 0.1494")
  void identity() {
    assertLimits(metric(MetricKind.MEAN, Scale.IDENTITY), "0.12", "0.015", "0.0906", "0.1494");
  }

  @Test
  @DisplayName("of a ratio of 1.25 with standard error 0.1 are on the log scale 1.0686 to 1.4622")
  void log() {
    assertLimits(metric(MetricKind.RATIO, Scale.LOG), "1.25", "0.1", "1.0686", "1.4622");
  }

  @Test
  @DisplayName("of an AUROC of 1 are not given: the logit has none")
  void endOfScale() {
    assertThat(
            intervals.of(
                metric(MetricKind.AUROC, Scale.LOGIT),
                MetricValue.of(BigDecimal.ONE, BigDecimal.ZERO),
                Optional.empty()))
        .isEmpty();
  }

  @Test
  @DisplayName("that the facility released are shown as they are")
  void released() {
    MetricValue value =
        new MetricValue(
            Optional.of(new BigDecimal("0.9")),
            Optional.empty(),
            Optional.of(List.of(new BigDecimal("0.8"), new BigDecimal("0.95"))),
            Optional.empty());

    assertThat(intervals.of(metric(MetricKind.AUROC, Scale.LOGIT), value, Optional.empty()))
        .contains(new Limits(new BigDecimal("0.8"), new BigDecimal("0.95")));
  }

  private void assertLimits(
      Metric metric, String value, String standardError, String low, String high) {
    Limits limits =
        intervals
            .of(
                metric,
                MetricValue.of(new BigDecimal(value), new BigDecimal(standardError)),
                Optional.empty())
            .orElseThrow();
    assertThat(limits.low()).isEqualByComparingTo(low);
    assertThat(limits.high()).isEqualByComparingTo(high);
  }

  private static Metric metric(MetricKind kind, Scale scale) {
    return new Metric(
        "metric",
        "Metric",
        kind,
        "{group}/metric",
        List.of(),
        List.of("people"),
        Units.PEOPLE,
        new Range(0, 10),
        4,
        Better.HIGHER,
        Undefined.NAN,
        scale,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }
}
