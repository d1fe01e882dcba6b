package io.consilium.platform.result;

import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.Rounding;
import io.consilium.contract.metric.Scale;
import io.consilium.platform.result.Report.Limits;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Confidence limits of one facility's value: as released, else from its standard error on the
 * metric's scale, else, for a proportion, from its counts.
 */
final class Intervals {
  private final double z;

  /** Limits at a two-sided confidence level, for example 0.95. */
  Intervals(double confidenceLevel) {
    this.z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + confidenceLevel) / 2);
  }

  /**
   * The limits of a value.
   *
   * @param counts numerator and denominator where the metric is a proportion and both were released
   */
  Optional<Limits> of(Metric metric, MetricValue value, Optional<Counts> counts) {
    if (value.interval().isPresent()) {
      return value.interval().map(ends -> new Limits(ends.get(0), ends.get(1)));
    }
    if (value.standardError().isPresent() && value.value().isPresent()) {
      return fromStandardError(
          metric, value.value().get().doubleValue(), value.standardError().get().doubleValue());
    }
    return metric.kind() == MetricKind.PROPORTION
        ? counts.filter(pair -> pair.denominator() > 0).map(pair -> wilson(metric, pair))
        : Optional.empty();
  }

  /** Numerator and denominator of a proportion. */
  record Counts(double numerator, double denominator) {}

  /**
   * The delta method: SE(logit c) = SE(c)/(c(1-c)) (Snell et al. 2018), SE(log c) = SE(c)/c. A
   * value at the end of its scale has no limits there.
   */
  private Optional<Limits> fromStandardError(Metric metric, double value, double standardError) {
    Scale scale = metric.scale();
    double slope =
        switch (scale) {
          case IDENTITY -> 1;
          case LOGIT -> value * (1 - value);
          case LOG -> value;
        };
    if (slope <= 0) {
      return Optional.empty();
    }
    double centre = forth(scale, value);
    double half = z * standardError / slope;
    return Optional.of(limits(metric, back(scale, centre - half), back(scale, centre + half)));
  }

  /** Wilson's score interval (1927). */
  private Limits wilson(Metric metric, Counts counts) {
    double n = counts.denominator();
    double p = counts.numerator() / n;
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return limits(metric, Math.max(0, centre - half), Math.min(1, centre + half));
  }

  private static Limits limits(Metric metric, double low, double high) {
    return new Limits(rounded(metric, low), rounded(metric, high));
  }

  private static BigDecimal rounded(Metric metric, double value) {
    double inside = Math.min(Math.max(value, metric.range().low()), metric.range().high());
    return Rounding.toDecimals(inside, metric.decimals());
  }

  private static double forth(Scale scale, double value) {
    return switch (scale) {
      case IDENTITY -> value;
      case LOGIT -> Math.log(value / (1 - value));
      case LOG -> Math.log(value);
    };
  }

  private static double back(Scale scale, double value) {
    return switch (scale) {
      case IDENTITY -> value;
      case LOGIT -> 1 / (1 + Math.exp(-value));
      case LOG -> Math.exp(value);
    };
  }
}
