package io.consilium.contract.metric;

import static io.consilium.contract.text.Pointers.descendant;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.metric.Reported.Interval;
import io.consilium.contract.metric.Reported.Measured;
import io.consilium.contract.metric.Reported.NotDefined;
import io.consilium.contract.metric.Reported.Spread;
import io.consilium.contract.metric.Reported.StandardError;
import io.consilium.contract.text.Problems;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the numbers of a result must fulfil, each by itself and together. */
final class ResultRules {
  /** How far a reported proportion may be from the one computed from its counts. */
  static final double PROPORTION_TOLERANCE = 1e-6;

  private final MetricSchema schema;
  private final Map<List<String>, JsonNode> found;
  private final Problems problems;
  private final Map<Group, Map<String, Reported>> values = new LinkedHashMap<>();

  ResultRules(MetricSchema schema, Map<List<String>, JsonNode> found, Problems problems) {
    this.schema = schema;
    this.found = found;
    this.problems = problems;
  }

  /** The values in schema order; complete only when no problem was found. */
  ReportedMetrics check() {
    for (Group group : schema.groups()) {
      Map<String, Reported> metrics = new LinkedHashMap<>();
      for (Metric metric : schema.metricsOf(group)) {
        metrics.put(metric.id(), value(metric, group));
      }
      values.put(group, metrics);
    }
    if (problems.isEmpty()) {
      for (Group group : schema.groups()) {
        for (Metric metric : schema.metricsOf(group)) {
          metric.fraction().ifPresent(fraction -> checkProportion(metric, fraction, group));
          checkSum(metric, group);
          checkAgainstOverall(metric, group);
        }
      }
      schema.axes().forEach(this::checkLevels);
    }
    return new ReportedMetrics(schema, values);
  }

  private Reported value(Metric metric, Group group) {
    List<String> keys = schema.keys(metric.path(), group);
    OptionalDouble number = number(metric, keys);
    Optional<Spread> spread = spread(metric, group, number);
    if (number.isEmpty()) {
      return new NotDefined();
    }
    String place = descendant("", keys);
    double value = number.getAsDouble();
    if (metric.kind() == MetricKind.COUNT && value != Math.rint(value)) {
      problems.add(place, "must be a whole number, not " + value);
    }
    if (!metric.range().contains(value)) {
      problems.add(place, "must be within %s, not %s".formatted(words(metric.range()), value));
    }
    return new Measured(value, spread);
  }

  /** The number at a place; nothing where it is undefined, which must be allowed. */
  private OptionalDouble number(Metric metric, List<String> keys) {
    String place = descendant("", keys);
    JsonNode node = found.get(keys);
    if (node == null) {
      if (metric.undefined() != Undefined.ABSENT) {
        problems.add(place, "is missing: the metric schema declares it");
      }
      return OptionalDouble.empty();
    }
    double number = node.doubleValue();
    if (Double.isNaN(number)) {
      if (metric.undefined() != Undefined.NAN) {
        problems.add(
            place,
            "is .nan, which the metric schema does not allow here (undefined: %s)"
                .formatted(metric.undefined() == Undefined.ABSENT ? "absent" : "refuse"));
      }
      return OptionalDouble.empty();
    }
    if (Double.isInfinite(number)) {
      problems.add(place, "is infinite: write a finite number");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(number);
  }

  private Optional<Spread> spread(Metric metric, Group group, OptionalDouble value) {
    if (metric.uncertainty().isEmpty()) {
      return Optional.empty();
    }
    List<List<String>> places =
        ResultLeaf.uncertaintyPaths(metric).stream().map(path -> schema.keys(path, group)).toList();
    List<OptionalDouble> numbers = places.stream().map(keys -> number(metric, keys)).toList();
    if (value.isEmpty() || numbers.stream().anyMatch(OptionalDouble::isEmpty)) {
      return Optional.empty();
    }
    double first = numbers.get(0).getAsDouble();
    String place = descendant("", places.get(0));
    if (numbers.size() == 1) {
      Range sizes = new Range(0, metric.range().width());
      if (!sizes.contains(first)) {
        problems.add(place, "must be within %s, not %s".formatted(words(sizes), first));
      }
      return Optional.of(new StandardError(first));
    }
    double last = numbers.get(1).getAsDouble();
    boolean ordered = first <= value.getAsDouble() && value.getAsDouble() <= last;
    if (!ordered || !metric.range().contains(first) || !metric.range().contains(last)) {
      problems.add(
          place,
          "the interval from %s to %s must hold the value and lie within %s"
              .formatted(first, last, words(metric.range())));
    }
    return Optional.of(new Interval(first, last));
  }

  /** A proportion is computed here from its counts; the reported one must agree. */
  private void checkProportion(Metric metric, Fraction fraction, Group group) {
    String place = descendant("", schema.keys(metric.path(), group));
    Map<String, Reported> metrics = values.getOrDefault(group, Map.of());
    Optional<Double> reported = read(metrics, metric.id());
    Optional<Double> numerator = read(metrics, fraction.numerator());
    Optional<Double> denominator = read(metrics, fraction.denominator());
    String counts = "%s / %s".formatted(fraction.numerator(), fraction.denominator());
    boolean defined =
        numerator.isPresent() && denominator.isPresent() && denominator.orElseThrow() > 0;
    if (!defined) {
      if (reported.isPresent()) {
        problems.add(place, "is a number although %s is not defined".formatted(counts));
      }
      return;
    }
    double share = numerator.orElseThrow() / denominator.orElseThrow();
    if (share > 1) {
      problems.add(place, "has a numerator above its denominator (%s)".formatted(counts));
    } else if (reported.isEmpty()) {
      problems.add(place, "is not given although %s = %s".formatted(counts, share));
    } else if (Math.abs(reported.get() - share) > PROPORTION_TOLERANCE) {
      problems.add(place, "is %s but %s = %s".formatted(reported.get(), counts, share));
    } else {
      metrics.computeIfPresent(
          metric.id(), (id, value) -> new Measured(share, ((Measured) value).spread()));
    }
  }

  /** A subgroup cannot count more than everyone. */
  private void checkAgainstOverall(Metric metric, Group group) {
    if (metric.kind() != MetricKind.COUNT || group.equals(Group.OVERALL)) {
      return;
    }
    Optional<Double> part = read(values.getOrDefault(group, Map.of()), metric.id());
    Optional<Double> all = read(values.getOrDefault(Group.OVERALL, Map.of()), metric.id());
    if (part.isPresent() && all.isPresent() && part.get() > all.get()) {
      problems.add(
          descendant("", schema.keys(metric.path(), group)),
          "is more than overall (%.0f of %.0f)".formatted(part.get(), all.get()));
    }
  }

  /** A count that is declared as a sum is the sum, and at least the part of it that is known. */
  private void checkSum(Metric metric, Group group) {
    Map<String, Reported> metrics = values.getOrDefault(group, Map.of());
    Optional<Double> total = read(metrics, metric.id());
    if (metric.parts().isEmpty() || total.isEmpty()) {
      return;
    }
    List<Double> known = metric.parts().stream().flatMap(id -> read(metrics, id).stream()).toList();
    double sum = known.stream().mapToDouble(Double::doubleValue).sum();
    boolean complete = known.size() == metric.parts().size();
    if (sum > total.get() || (complete && sum != total.get())) {
      problems.add(
          descendant("", schema.keys(metric.path(), group)),
          "is %.0f but %s = %.0f".formatted(total.get(), String.join(" + ", metric.parts()), sum));
    }
  }

  /** The levels of an axis divide people: together they cannot count more than everyone. */
  private void checkLevels(SubgroupAxis axis) {
    for (Metric metric : schema.metrics()) {
      if (metric.kind() != MetricKind.COUNT || !metric.subgroups().contains(axis.id())) {
        continue;
      }
      Optional<Double> all = read(values.getOrDefault(Group.OVERALL, Map.of()), metric.id());
      double sum =
          axis.levels().stream()
              .map(level -> new Group.Subgroup(axis.id(), level))
              .flatMap(group -> read(values.getOrDefault(group, Map.of()), metric.id()).stream())
              .mapToDouble(Double::doubleValue)
              .sum();
      if (all.filter(total -> sum > total).isPresent()) {
        problems.add(
            descendant("", schema.keys(metric.path(), Group.OVERALL)),
            "is %.0f, but the levels of %s count %.0f together"
                .formatted(all.orElseThrow(), axis.id(), sum));
      }
    }
  }

  private static Optional<Double> read(Map<String, Reported> metrics, String id) {
    Reported reported = metrics.get(id);
    return reported instanceof Measured measured ? Optional.of(measured.value()) : Optional.empty();
  }

  static String words(Range range) {
    return plain(range.low()) + " to " + plain(range.high());
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
