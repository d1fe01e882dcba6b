package io.consilium.contract.metric;

import static io.consilium.contract.text.Pointers.child;
import static io.consilium.contract.text.Pointers.quote;
import static java.util.stream.Collectors.joining;

import io.consilium.contract.text.Problems;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What must hold between the parts of a metric schema, beyond the form of each. */
final class SchemaRules {
  /** Decimal digits that a double always holds. */
  private static final int MOST_DIGITS = 15;

  private final MetricSchema schema;
  private final String pointer;
  private final Problems problems;

  SchemaRules(MetricSchema schema, String pointer, Problems problems) {
    this.schema = schema;
    this.pointer = pointer;
    this.problems = problems;
  }

  void check() {
    checkUnique(schema.axes(), SubgroupAxis::id, child(child(pointer, "groups"), "axes"));
    checkUnique(schema.metrics(), Metric::id, child(pointer, "metrics"));
    checkAxesAreUsed();
    for (int i = 0; i < schema.metrics().size(); i++) {
      new MetricRules(schema.metrics().get(i), child(child(pointer, "metrics"), i)).check();
    }
    if (problems.isEmpty()) {
      checkPaths();
    }
  }

  /** Statistics are counts of everyone. */
  void checkStatistics() {
    for (int i = 0; i < schema.metrics().size(); i++) {
      Metric metric = schema.metrics().get(i);
      String place = child(child(pointer, "metrics"), i);
      if (metric.kind() != MetricKind.COUNT) {
        problems.add(child(place, "kind"), "must be count: statistics release counts only");
      }
      if (!metric.subgroups().isEmpty()) {
        problems.add(child(place, "subgroups"), "must be left out: statistics have no subgroups");
      }
      if (metric.path().contains(MetricSchema.GROUP)) {
        problems.add(child(place, "path"), "must not contain {group}: statistics have no groups");
      }
    }
  }

  private <T> void checkUnique(List<T> items, Function<T, String> id, String place) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Integer other = first.putIfAbsent(id.apply(items.get(i)), i);
      if (other != null) {
        problems.add(
            child(child(place, i), "id"),
            "%s is already the id of number %d: give each its own"
                .formatted(quote(id.apply(items.get(i))), other + 1));
      }
    }
  }

  private void checkAxesAreUsed() {
    for (int i = 0; i < schema.axes().size(); i++) {
      SubgroupAxis axis = schema.axes().get(i);
      if (schema.metrics().stream().noneMatch(metric -> metric.subgroups().contains(axis.id()))) {
        problems.add(
            child(child(child(pointer, "groups"), "axes"), i),
            "is not used: name %s in the subgroups of a metric, or remove it"
                .formatted(quote(axis.id())));
      }
    }
  }

  /** No figure may lie where another one is, or inside another one. */
  private void checkPaths() {
    Map<List<String>, String> leaves = new HashMap<>();
    Set<List<String>> maps = new HashSet<>();
    for (ResultLeaf leaf : ResultLeaf.of(schema)) {
      int index = schema.metrics().indexOf(leaf.metric());
      String place = child(child(child(pointer, "metrics"), index), "path");
      String other = leaves.putIfAbsent(leaf.keys(), leaf.metric().id());
      if (other != null) {
        problems.add(
            place,
            "leads to %s, where %s already is"
                .formatted(quote(String.join("/", leaf.keys())), quote(other)));
      }
      for (int length = 0; length < leaf.keys().size(); length++) {
        maps.add(leaf.keys().subList(0, length));
      }
    }
    for (List<String> keys : leaves.keySet()) {
      if (maps.contains(keys)) {
        problems.add(
            child(pointer, "metrics"),
            "hold both a value at %s and values below it".formatted(quote(String.join("/", keys))));
      }
    }
  }

  /** The rules of one metric. */
  private final class MetricRules {
    private final Metric metric;
    private final String place;

    MetricRules(Metric metric, String place) {
      this.metric = metric;
      this.place = place;
    }

    void check() {
      checkSubgroups();
      checkPeople();
      checkRange();
      checkScale();
      checkFraction();
      checkParts();
      checkUncertainty();
      if (metric.kind() == MetricKind.COUNT && metric.decimals() != 0) {
        problems.add(child(place, "decimals"), "must be 0: a count is a whole number");
      }
    }

    private void checkSubgroups() {
      for (int i = 0; i < metric.subgroups().size(); i++) {
        String id = metric.subgroups().get(i);
        if (schema.axis(id).isEmpty()) {
          problems.add(
              child(child(place, "subgroups"), i),
              quote(id)
                  + " is not a subgroup axis; "
                  + known(schema.axes().stream().map(SubgroupAxis::id).toList()));
        }
      }
      checkGroup("path", metric.path());
    }

    private void checkGroup(String field, String path) {
      boolean grouped = path.startsWith(MetricSchema.GROUP);
      if (!metric.subgroups().isEmpty() && !grouped) {
        problems.add(
            child(place, field),
            "must begin with {group}/, because the metric is given for subgroups too");
      }
    }

    private void checkPeople() {
      for (int i = 0; i < metric.people().size(); i++) {
        String at = child(child(place, "people"), i);
        Optional<Metric> count = checkCount(metric.people().get(i), at);
        if (count.isPresent() && count.get().units() != Units.PEOPLE) {
          problems.add(
              at,
              "%s counts %s, not people"
                  .formatted(quote(count.get().id()), lower(count.get().units())));
        }
      }
    }

    private Optional<Metric> checkCount(String id, String at) {
      Optional<Metric> count =
          schema.metric(id).filter(candidate -> candidate.kind() == MetricKind.COUNT);
      if (count.isEmpty()) {
        problems.add(
            at,
            quote(id)
                + (schema.metric(id).isPresent() ? " is not of kind count; " : " is not a metric; ")
                + known(
                    schema.metrics().stream()
                        .filter(other -> other.kind() == MetricKind.COUNT)
                        .map(Metric::id)
                        .toList()));
        return count;
      }
      for (String axis : metric.subgroups()) {
        if (!count.get().subgroups().contains(axis)) {
          problems.add(
              at,
              "%s is not given for the axis %s: add the axis to its subgroups"
                  .formatted(quote(id), quote(axis)));
        }
      }
      return count;
    }

    private void checkRange() {
      String at = child(place, "range");
      Range range = metric.range();
      if (range.low() >= range.high()) {
        problems.add(at, "must reach from a lower to a higher number");
      }
      if (!fits(range.low()) || !fits(range.high())) {
        problems.add(
            at, "has ends with more decimals than the metric (%d)".formatted(metric.decimals()));
      }
      if (digits(range.low()) > MOST_DIGITS || digits(range.high()) > MOST_DIGITS) {
        problems.add(
            at,
            "needs, with its decimals, more than the %d digits that a number holds exactly"
                .formatted(MOST_DIGITS));
      }
      boolean share = metric.kind() == MetricKind.PROPORTION || metric.kind() == MetricKind.AUROC;
      if (share && (range.low() < 0 || range.high() > 1)) {
        problems.add(at, "must lie within 0 and 1 for " + lower(metric.kind()));
      }
      boolean counted = metric.kind() == MetricKind.COUNT || metric.kind() == MetricKind.RATIO;
      if (counted && range.low() < 0) {
        problems.add(at, "must not reach below 0 for " + lower(metric.kind()));
      }
    }

    private int digits(double end) {
      return BigDecimal.valueOf(end).setScale(0, RoundingMode.UP).precision() + metric.decimals();
    }

    private boolean fits(double end) {
      return BigDecimal.valueOf(end).stripTrailingZeros().scale() <= metric.decimals();
    }

    private void checkScale() {
      String at = child(place, "scale");
      if (metric.scale() == Scale.LOGIT
          && (metric.range().low() < 0 || metric.range().high() > 1)) {
        problems.add(at, "cannot be logit: the range reaches beyond 0 and 1");
      }
      if (metric.scale() == Scale.LOG && metric.range().low() < 0) {
        problems.add(at, "cannot be log: the range reaches below 0");
      }
    }

    private void checkFraction() {
      if (metric.fraction().isPresent()) {
        if (!problems.touch(child(place, "numerator"))
            && !problems.touch(child(place, "denominator"))) {
          checkCount(metric.fraction().get().numerator(), child(place, "numerator"));
          checkCount(metric.fraction().get().denominator(), child(place, "denominator"));
        }
        if (metric.kind() != MetricKind.PROPORTION) {
          problems.add(child(place, "numerator"), "belongs to metrics of kind proportion only");
        }
      } else if (metric.kind() == MetricKind.PROPORTION) {
        problems.add(
            child(place, "numerator"),
            "is missing: a proportion names its numerator and denominator, both metrics of kind count");
      }
    }

    /** A sum is of counts of the same things, for the same groups, and never of itself. */
    private void checkParts() {
      if (metric.parts().isEmpty()) {
        return;
      }
      if (metric.kind() != MetricKind.COUNT) {
        problems.add(child(place, "parts"), "belong to metrics of kind count only");
        return;
      }
      for (int i = 0; i < metric.parts().size(); i++) {
        String at = child(child(place, "parts"), i);
        Optional<Metric> part = checkCount(metric.parts().get(i), at);
        if (part.isPresent() && part.get().units() != metric.units()) {
          problems.add(
              at,
              "%s counts %s, not %s"
                  .formatted(
                      quote(part.get().id()), lower(part.get().units()), lower(metric.units())));
        }
      }
      if (isPartOfItself(metric, new HashSet<>())) {
        problems.add(child(place, "parts"), "lead back to %s itself".formatted(quote(metric.id())));
      }
    }

    private boolean isPartOfItself(Metric sum, Set<String> seen) {
      for (String id : sum.parts()) {
        if (id.equals(metric.id())
            || (seen.add(id)
                && schema.metric(id).filter(part -> isPartOfItself(part, seen)).isPresent())) {
          return true;
        }
      }
      return false;
    }

    private void checkUncertainty() {
      if (metric.kind() == MetricKind.COUNT && metric.uncertainty().isPresent()) {
        problems.add(child(place, "uncertainty"), "must be left out: a count is exact");
      }
      for (String path : ResultLeaf.uncertaintyPaths(metric)) {
        checkGroup("uncertainty", path);
      }
    }
  }

  private static String known(List<String> ids) {
    return ids.isEmpty() ? "there is none" : "known are " + ids.stream().collect(joining(", "));
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
