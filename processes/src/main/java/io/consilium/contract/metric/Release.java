package io.consilium.contract.metric;

import io.consilium.contract.metric.Reported.Interval;
import io.consilium.contract.metric.Reported.Measured;
import io.consilium.contract.metric.Reported.Spread;
import io.consilium.contract.metric.Reported.StandardError;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rounds a report to what may leave. */
final class Release {
  private Release() {}

  static ReleasedMetrics of(ReportedMetrics reported, ReportedMetrics.Withholding withholding) {
    Map<String, MetricValue> overall = new TreeMap<>();
    Map<String, Map<String, Map<String, MetricValue>>> subgroups = new TreeMap<>();
    for (Group group : reported.schema().groups()) {
      Map<String, MetricValue> released =
          group instanceof Group.Subgroup subgroup
              ? subgroups
                  .computeIfAbsent(subgroup.axis(), axis -> new TreeMap<>())
                  .computeIfAbsent(subgroup.level(), level -> new TreeMap<>())
              : overall;
      for (Metric metric : reported.schema().metricsOf(group)) {
        released.put(
            metric.id(),
            withholding.withholds(group, metric)
                ? MetricValue.withheld()
                : rounded(metric, reported.value(group, metric.id())));
      }
    }
    return new ReleasedMetrics(overall, subgroups);
  }

  private static MetricValue rounded(Metric metric, Reported reported) {
    if (!(reported instanceof Measured measured)) {
      return MetricValue.withheld();
    }
    BigDecimal value = Rounding.toDecimals(measured.value(), metric.decimals());
    return measured
        .spread()
        .map(spread -> rounded(metric, value, spread))
        .orElseGet(() -> MetricValue.of(value));
  }

  private static MetricValue rounded(Metric metric, BigDecimal value, Spread spread) {
    if (spread instanceof StandardError error) {
      return MetricValue.of(value, Rounding.standardError(error.size()));
    }
    // An interval holds its value also where the value was computed anew from counts.
    Interval interval = (Interval) spread;
    BigDecimal low = Rounding.toDecimals(interval.low(), metric.decimals()).min(value);
    BigDecimal high = Rounding.toDecimals(interval.high(), metric.decimals()).max(value);
    return new MetricValue(
        Optional.of(value), Optional.empty(), Optional.of(List.of(low, high)), Optional.empty());
  }
}
