package io.consilium.worker.release;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.Reported;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rounds counts to multiples of a base, so that sums still add up within a group: a sum is rounded,
 * and its parts are rounded down or up to make it, those up that lack least. Proportions are
 * computed anew. Between groups sums may be off, as in tables of official statistics.
 */
final class CountRounding {
  private final int base;
  private final int people;
  private final Set<Cell> unfitting = new LinkedHashSet<>();

  /**
   * A rounding.
   *
   * @param base at least 2
   * @param people no count of people is rounded above it
   */
  CountRounding(int base, int people) {
    this.base = base;
    this.people = people;
  }

  /**
   * What came out.
   *
   * @param unfitting counts that cannot be rounded so that all their sums add up: to be withheld
   */
  record Result(ReportedMetrics metrics, Set<Cell> unfitting) {}

  Result round(ReportedMetrics reported) {
    Map<Group, Map<String, Reported>> values = new LinkedHashMap<>();
    for (Group group : reported.schema().groups()) {
      values.put(group, round(reported, group));
    }
    return new Result(new ReportedMetrics(reported.schema(), values), unfitting);
  }

  private Map<String, Reported> round(ReportedMetrics reported, Group group) {
    Map<String, Long> exact = new LinkedHashMap<>();
    List<Metric> counts =
        reported.schema().metricsOf(group).stream()
            .filter(metric -> metric.kind() == MetricKind.COUNT)
            .toList();
    counts.forEach(
        metric ->
            reported.count(group, metric.id()).ifPresent(count -> exact.put(metric.id(), count)));
    Map<String, Long> rounded = rounded(group, counts, exact);
    Map<String, Reported> values = new LinkedHashMap<>();
    for (Metric metric : reported.schema().metricsOf(group)) {
      Reported value = reported.value(group, metric.id());
      if (metric.kind() == MetricKind.COUNT) {
        value =
            Optional.ofNullable(rounded.get(metric.id()))
                .<Reported>map(count -> new Reported.Measured(count, Optional.empty()))
                .orElseGet(Reported.NotDefined::new);
      } else if (metric.fraction().isPresent()) {
        value = proportion(metric, value, rounded);
      }
      values.put(metric.id(), value);
    }
    return values;
  }

  private static Reported proportion(Metric metric, Reported exact, Map<String, Long> rounded) {
    Optional<Long> numerator =
        metric.fraction().map(fraction -> fraction.numerator()).map(rounded::get);
    Optional<Long> denominator =
        metric.fraction().map(fraction -> fraction.denominator()).map(rounded::get);
    boolean defined =
        exact instanceof Reported.Measured
            && numerator.isPresent()
            && denominator.filter(count -> count > 0 && count >= numerator.get()).isPresent();
    return defined
        ? new Reported.Measured(
            (double) numerator.orElseThrow() / denominator.orElseThrow(),
            ((Reported.Measured) exact).spread())
        : new Reported.NotDefined();
  }

  private Map<String, Long> rounded(Group group, List<Metric> counts, Map<String, Long> exact) {
    Map<String, Long> rounded = new HashMap<>();
    for (Metric metric : totalsFirst(counts)) {
      if (exact.containsKey(metric.id())) {
        share(group, metric, exact, rounded);
      }
    }
    return rounded;
  }

  /** Sums before their parts; a sum never leads back to itself. */
  private static List<Metric> totalsFirst(List<Metric> counts) {
    List<Metric> order = new ArrayList<>();
    List<Metric> left = new ArrayList<>(counts);
    while (!left.isEmpty()) {
      List<Metric> next =
          left.stream()
              .filter(
                  metric -> left.stream().noneMatch(total -> total.parts().contains(metric.id())))
              .toList();
      order.addAll(next);
      left.removeAll(next);
    }
    return order;
  }

  /** Rounds a count unless that is done, and its parts so that they make it. */
  private void share(
      Group group, Metric metric, Map<String, Long> exact, Map<String, Long> rounded) {
    List<String> parts = metric.parts().stream().filter(exact::containsKey).toList();
    boolean complete = !parts.isEmpty() && parts.size() == metric.parts().size();
    if (complete && rounded.keySet().containsAll(parts)) {
      long sum = parts.stream().mapToLong(rounded::get).sum();
      if (rounded.computeIfAbsent(metric.id(), id -> sum) != sum || sum > most(metric)) {
        unfitting.add(new Cell(group, metric.id()));
      }
      return;
    }
    long total =
        rounded.computeIfAbsent(metric.id(), id -> nearest(metric, exact.getOrDefault(id, 0L)));
    if (!complete) {
      return;
    }
    List<String> open = parts.stream().filter(id -> !rounded.containsKey(id)).toList();
    long missing = total - parts.stream().mapToLong(id -> rounded.getOrDefault(id, 0L)).sum();
    for (String id : open) {
      long down = exact.getOrDefault(id, 0L) / base * base;
      rounded.put(id, down);
      missing -= down;
    }
    List<String> most =
        open.stream()
            .sorted(
                Comparator.comparing((String id) -> exact.getOrDefault(id, 0L) % base).reversed())
            .limit(Math.max(0, missing / base))
            .toList();
    most.forEach(id -> rounded.merge(id, (long) base, Long::sum));
    if (missing != (long) most.size() * base) {
      unfitting.add(new Cell(group, metric.id()));
    }
  }

  private long nearest(Metric metric, long count) {
    long nearest = (count + base / 2) / base * base;
    return nearest > most(metric) ? most(metric) / base * base : nearest;
  }

  private long most(Metric metric) {
    long high = (long) metric.range().high();
    return metric.units() == Units.PEOPLE ? Math.min(high, people) : high;
  }
}
