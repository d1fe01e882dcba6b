package io.consilium.worker.release;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.Rounding;
import io.consilium.contract.metric.Uncertainty;
import io.consilium.contract.metric.Units;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much a result can say, in bits: the logarithm to the base 2 of the number of different
 * results that the schema lets out. It is the same for honest figures and for a message that was
 * written into them, and does not depend on what the figures are.
 *
 * <p>It is the sum over all groups and metrics of
 *
 * <ul>
 *   <li>1, for a figure that follows from others: a proportion (from its counts), a count that is a
 *       sum of declared parts, a part of it where the sum is given otherwise. It can only be there
 *       or {@code WITHHELD};
 *   <li>log2(n + 1) for any other, where n is how many values it can take: (high - low) x
 *       10^decimals + 1 of its range. A count of people is at most the number of people in the
 *       catalogue. 1 is added for {@code WITHHELD};
 *   <li>log2(m + 1) for its standard error, of which m can be written with 3 significant digits and
 *       12 decimals below the width of the range: 1 + 9 + 90 + 900 for each further power of ten;
 *   <li>2 log2(n + 1) for the two ends of its interval.
 * </ul>
 *
 * The formula counts too much rather than too little: values are taken to be independent, and
 * levels of an axis not to add up to everyone.
 */
public final class Capacity {
  /** Decimals at which a standard error begins to have all its significant digits. */
  private static final int FULL_DIGITS =
      Rounding.STANDARD_ERROR_DECIMALS - Rounding.STANDARD_ERROR_DIGITS + 1;

  private static final double SMALL_ERRORS = 1 + 9 + 90;
  private static final double ERRORS_IN_A_DECADE = 900;

  private Capacity() {}

  /**
   * The bits that a result can carry, rounded up.
   *
   * @param people how many people the dataset holds
   */
  public static int bits(MetricSchema schema, int people) {
    double bits = 0;
    for (Group group : schema.groups()) {
      Set<String> free = free(schema, group);
      for (Metric metric : schema.metricsOf(group)) {
        bits += free.contains(metric.id()) ? log2(values(metric, people) + 1) : 1;
        bits += uncertainty(metric);
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(bits));
  }

  /** The metrics of a group that do not follow from others. */
  private static Set<String> free(MetricSchema schema, Group group) {
    List<Metric> metrics = schema.metricsOf(group);
    List<Metric> counts =
        metrics.stream().filter(metric -> metric.kind() == MetricKind.COUNT).toList();
    Map<String, Integer> column = new HashMap<>();
    counts.forEach(metric -> column.put(metric.id(), column.size()));
    List<long[]> sums =
        counts.stream()
            .filter(metric -> !metric.parts().isEmpty())
            .map(
                metric -> {
                  long[] factors = new long[column.size()];
                  factors[column.getOrDefault(metric.id(), 0)] = -1;
                  metric.parts().forEach(part -> factors[column.getOrDefault(part, 0)] = 1);
                  return factors;
                })
            .toList();
    Set<String> free = new HashSet<>();
    metrics.stream()
        .filter(metric -> metric.kind() != MetricKind.COUNT && metric.fraction().isEmpty())
        .forEach(metric -> free.add(metric.id()));
    // As many counts are free as the kernel has dimensions; all have about the same range, and the
    // widest are taken.
    int dimensions = sums.isEmpty() ? counts.size() : Kernel.basis(sums, column.size()).size();
    counts.stream()
        .sorted((a, b) -> Double.compare(b.range().width(), a.range().width()))
        .limit(dimensions)
        .forEach(metric -> free.add(metric.id()));
    return free;
  }

  private static double values(Metric metric, int people) {
    double high = metric.range().high();
    if (metric.kind() == MetricKind.COUNT && metric.units() == Units.PEOPLE) {
      high = Math.min(high, people);
    }
    return Math.max(1, (high - metric.range().low()) * Math.pow(10, metric.decimals()) + 1);
  }

  private static double uncertainty(Metric metric) {
    if (metric.uncertainty().isEmpty()) {
      return 0;
    }
    if (metric.uncertainty().get() instanceof Uncertainty.Interval) {
      return 2 * log2(metric.range().width() * Math.pow(10, metric.decimals()) + 1 + 1);
    }
    int magnitude =
        BigDecimal.valueOf(metric.range().width()).precision()
            - BigDecimal.valueOf(metric.range().width()).scale();
    double errors = SMALL_ERRORS + ERRORS_IN_A_DECADE * Math.max(1, magnitude + FULL_DIGITS);
    return log2(errors + 1);
  }

  private static double log2(double number) {
    return Math.log(number) / Math.log(2);
  }
}
