package io.consilium.platform.result;

import io.consilium.contract.metric.Fraction;
import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.Rounding;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One metric of one group over the results of several facilities. The order of results does not
 * matter: sums are taken over sorted values.
 */
final class Pooling {
  static final String TOO_FEW = "fewer than %d facilities gave a value";
  static final String NOT_POOLED = "cannot be pooled exactly from facilities' values";
  static final String NO_COUNTS = "the counts for exact pooling were not released everywhere";

  /** A facility's result; a facility with several datasets has several. */
  record Contribution(String facilityId, ReleasedMetrics metrics) {}

  /**
   * What came out.
   *
   * @param facilities how many facilities gave a value
   * @param macro plain mean over facilities
   * @param micro exactly pooled
   * @param note why one of them is empty
   */
  record Pooled(
      int facilities, Optional<BigDecimal> macro, Optional<BigDecimal> micro, String note) {}

  private final Metric metric;
  private final Group group;
  private final List<Contribution> given;

  Pooling(Metric metric, Group group, List<Contribution> contributions) {
    this.metric = metric;
    this.group = group;
    this.given =
        contributions.stream()
            .filter(contribution -> number(contribution, metric.id()).isPresent())
            .toList();
  }

  /**
   * Pools.
   *
   * @param minimumFacilities facilities below which nothing is pooled
   */
  Pooled pool(int minimumFacilities) {
    int facilities = (int) given.stream().map(Contribution::facilityId).distinct().count();
    if (facilities < Math.max(1, minimumFacilities)) {
      return new Pooled(
          facilities, Optional.empty(), Optional.empty(), TOO_FEW.formatted(minimumFacilities));
    }
    Optional<BigDecimal> macro = Optional.of(rounded(macro(), macroDecimals()));
    if (!isExact()) {
      return new Pooled(facilities, macro, Optional.empty(), NOT_POOLED);
    }
    Optional<BigDecimal> micro = micro().map(value -> rounded(value, metric.decimals()));
    return new Pooled(facilities, macro, micro, micro.isPresent() ? "" : NO_COUNTS);
  }

  /** Each facility counts once: the mean over its datasets. */
  private double macro() {
    double[] means =
        given.stream().collect(Collectors.groupingBy(Contribution::facilityId)).values().stream()
            .mapToDouble(own -> mean(own.stream().mapToDouble(this::value).toArray()))
            .toArray();
    return mean(means);
  }

  /** A mean of counts deserves a digit that a count does not have. */
  private int macroDecimals() {
    return Math.max(1, metric.decimals());
  }

  private boolean isExact() {
    return switch (metric.kind()) {
      case COUNT, PROPORTION -> true;
      case MEAN -> metric.people().size() == 1;
      case AUROC, RATIO, COEFFICIENT -> false;
    };
  }

  private Optional<Double> micro() {
    if (metric.kind() == MetricKind.COUNT) {
      return Optional.of(sum(given.stream().mapToDouble(this::value).toArray()));
    }
    return metric
        .fraction()
        .map(this::proportion)
        .orElseGet(() -> weightedMean(metric.people().get(0)));
  }

  private Optional<Double> proportion(Fraction fraction) {
    return total(fraction.denominator())
        .filter(denominator -> denominator > 0)
        .flatMap(
            denominator -> total(fraction.numerator()).map(numerator -> numerator / denominator));
  }

  private Optional<Double> weightedMean(String peopleId) {
    return total(peopleId)
        .filter(people -> people > 0)
        .map(
            people ->
                sum(
                        given.stream()
                            .mapToDouble(
                                one ->
                                    value(one) * number(one, peopleId).orElseThrow().doubleValue())
                            .toArray())
                    / people);
  }

  /** The sum of a count over those who gave the metric; nothing when one of them lacks it. */
  private Optional<Double> total(String countId) {
    if (given.stream().anyMatch(one -> number(one, countId).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        sum(
            given.stream()
                .mapToDouble(one -> number(one, countId).orElseThrow().doubleValue())
                .toArray()));
  }

  private double value(Contribution contribution) {
    return number(contribution, metric.id()).orElseThrow().doubleValue();
  }

  private Optional<BigDecimal> number(Contribution contribution, String metricId) {
    return contribution.metrics().value(group, metricId).flatMap(MetricValue::value);
  }

  private static double mean(double[] values) {
    return sum(values) / values.length;
  }

  private static double sum(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (double value : sorted) {
      sum += value;
    }
    return sum;
  }

  private static BigDecimal rounded(double value, int decimals) {
    return Rounding.toDecimals(value, decimals);
  }
}
