package io.consilium.contract.metric;

import static io.consilium.contract.text.Pointers.child;

import io.consilium.contract.text.Problems;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold between released metrics and their schema. */
final class ReleaseRules {
  private final MetricSchema schema;
  private final ReleasedMetrics released;
  private final Problems problems = new Problems();

  ReleaseRules(MetricSchema schema, ReleasedMetrics released) {
    this.schema = schema;
    this.released = released;
  }

  void check() {
    refuseUndeclared(Group.OVERALL, released.overall());
    released
        .subgroups()
        .forEach(
            (axis, levels) ->
                levels.forEach(
                    (level, values) -> refuseUndeclared(new Group.Subgroup(axis, level), values)));
    for (Group group : schema.groups()) {
      for (Metric metric : schema.metricsOf(group)) {
        String place = child(pointer(group), metric.id());
        Optional<MetricValue> value = released.value(group, metric.id());
        if (value.isEmpty()) {
          problems.add(place, "is missing: the metric schema declares it");
        } else {
          check(group, metric, value.get(), place);
          checkSum(group, metric, child(place, "value"));
        }
      }
    }
    problems.throwIfAny(ReleasedMetrics.NAME);
  }

  private void refuseUndeclared(Group group, Map<String, MetricValue> metrics) {
    String place = pointer(group);
    if (!schema.groups().contains(group)) {
      problems.add(place, "is not a group of the metric schema");
      return;
    }
    for (String id : metrics.keySet()) {
      if (schema.metric(id).filter(metric -> metric.isGivenFor(group)).isEmpty()) {
        problems.add(child(place, id), "is not declared in the metric schema for " + group.label());
      }
    }
  }

  private void check(Group group, Metric metric, MetricValue released, String place) {
    if (released.value().isEmpty()) {
      return;
    }
    BigDecimal value = released.value().get();
    String at = child(place, "value");
    checkNumber(metric, value, at);
    checkUncertainty(metric, released, value, place);
    metric.fraction().ifPresent(fraction -> checkFraction(group, metric, fraction, value, at));
  }

  private void checkNumber(Metric metric, BigDecimal number, String at) {
    if (!metric.range().contains(number.doubleValue())) {
      problems.add(at, "is out of range " + ResultRules.words(metric.range()));
    }
    if (number.scale() > metric.decimals()) {
      problems.add(at, "has more than %d decimals".formatted(metric.decimals()));
    }
  }

  private void checkUncertainty(
      Metric metric, MetricValue released, BigDecimal value, String place) {
    boolean hasError = released.standardError().isPresent();
    boolean hasInterval = released.interval().isPresent();
    if (!hasError && !hasInterval) {
      if (metric.uncertainty().isPresent() && !metric.mayBeUndefined()) {
        problems.add(place, "has no uncertainty, which the metric schema declares");
      }
      return;
    }
    boolean wantsError =
        metric.uncertainty().filter(Uncertainty.StandardError.class::isInstance).isPresent();
    boolean wantsInterval =
        metric.uncertainty().filter(Uncertainty.Interval.class::isInstance).isPresent();
    if (hasError != wantsError || hasInterval != wantsInterval) {
      problems.add(place, "has an uncertainty that the metric schema does not declare");
      return;
    }
    released
        .standardError()
        .ifPresent(error -> checkStandardError(metric, error, child(place, "standard_error")));
    released
        .interval()
        .ifPresent(limits -> checkInterval(metric, limits, value, child(place, "interval")));
  }

  private void checkStandardError(Metric metric, BigDecimal error, String at) {
    Range sizes = new Range(0, metric.range().width());
    if (!sizes.contains(error.doubleValue())) {
      problems.add(at, "is out of range " + ResultRules.words(sizes));
    }
    boolean rounded =
        error.stripTrailingZeros().precision() <= Rounding.STANDARD_ERROR_DIGITS
            && error.scale() <= Rounding.STANDARD_ERROR_DECIMALS;
    if (!rounded) {
      problems.add(
          at, "has more than %d significant digits".formatted(Rounding.STANDARD_ERROR_DIGITS));
    }
  }

  private void checkInterval(Metric metric, List<BigDecimal> limits, BigDecimal value, String at) {
    BigDecimal low = limits.get(0);
    BigDecimal high = limits.get(1);
    checkNumber(metric, low, child(at, 0));
    checkNumber(metric, high, child(at, 1));
    if (low.compareTo(value) > 0 || value.compareTo(high) > 0) {
      problems.add(at, "does not hold the value");
    }
  }

  private void checkFraction(
      Group group, Metric metric, Fraction fraction, BigDecimal value, String at) {
    Optional<BigDecimal> numerator = number(group, fraction.numerator());
    Optional<BigDecimal> denominator = number(group, fraction.denominator());
    if (numerator.isEmpty() || denominator.isEmpty()) {
      return;
    }
    boolean agrees =
        denominator.get().signum() > 0
            && Rounding.toDecimals(
                        numerator.get().doubleValue() / denominator.get().doubleValue(),
                        metric.decimals())
                    .compareTo(value)
                == 0;
    if (!agrees) {
      problems.add(
          at,
          "does not agree with its counts %s / %s"
              .formatted(numerator.get().toPlainString(), denominator.get().toPlainString()));
    }
  }

  /** What the schema declares as a sum is one, also after a site has rounded its counts. */
  private void checkSum(Group group, Metric metric, String at) {
    Optional<BigDecimal> total = number(group, metric.id());
    List<BigDecimal> parts =
        metric.parts().stream().flatMap(id -> number(group, id).stream()).toList();
    boolean known = total.isPresent() && parts.size() == metric.parts().size() && !parts.isEmpty();
    BigDecimal sum = parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (known && total.orElseThrow().compareTo(sum) != 0) {
      problems.add(
          at,
          "is not the sum of its parts %s, which is %s"
              .formatted(String.join(" + ", metric.parts()), sum.toPlainString()));
    }
  }

  private Optional<BigDecimal> number(Group group, String id) {
    return released.value(group, id).flatMap(MetricValue::value);
  }

  private static String pointer(Group group) {
    return group instanceof Group.Subgroup subgroup
        ? child(child("/subgroups", subgroup.axis()), subgroup.level())
        : "/overall";
  }
}
