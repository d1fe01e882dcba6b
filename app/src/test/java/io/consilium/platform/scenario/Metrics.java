package io.consilium.platform.scenario;

import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.Rounding;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Results that fit the schema of the tests' benchmark. */
public final class Metrics {
  private Metrics() {}

  /**
   * One execution's metrics; the subgroups are withheld.
   *
   * @param people everyone
   * @param events the malignant ones
   * @param truePositives those of them that were found
   */
  public static ReleasedMetrics of(
      int people, int events, int truePositives, String auroc, String standardError, String brier) {
    Map<String, MetricValue> overall = new HashMap<>();
    overall.put("people", count(people));
    overall.put("events", count(events));
    overall.put("tp", count(truePositives));
    overall.put("auroc", MetricValue.of(new BigDecimal(auroc), new BigDecimal(standardError)));
    overall.put(
        "sensitivity", MetricValue.of(Rounding.toDecimals((double) truePositives / events, 4)));
    overall.put("brier", MetricValue.of(new BigDecimal(brier)));
    return new ReleasedMetrics(overall, withheldSubgroups());
  }

  /** The metrics with one of them replaced. */
  public static ReleasedMetrics with(ReleasedMetrics metrics, String id, MetricValue value) {
    Map<String, MetricValue> overall = new HashMap<>(metrics.overall());
    overall.put(id, value);
    return new ReleasedMetrics(overall, metrics.subgroups());
  }

  /** The statistics of a dataset. */
  public static ReleasedMetrics statistics(int people) {
    return new ReleasedMetrics(Map.of("people", count(people)), Map.of());
  }

  private static Map<String, Map<String, Map<String, MetricValue>>> withheldSubgroups() {
    Map<String, MetricValue> nothing = Map.of("people", MetricValue.withheld());
    return Map.of("texture", Map.of("lower", nothing, "upper", nothing));
  }

  private static MetricValue count(int number) {
    return MetricValue.of(BigDecimal.valueOf(number));
  }
}
