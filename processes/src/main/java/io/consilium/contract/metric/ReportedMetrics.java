package io.consilium.contract.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What an evaluator reported, in full precision: it stays at the facility. Proportions are computed
 * from their counts; all numbers are in range.
 *
 * @param schema what was expected
 * @param values by group and metric id, for every metric that the group is given
 */
public record ReportedMetrics(MetricSchema schema, Map<Group, Map<String, Reported>> values) {
  public ReportedMetrics {
    Map<Group, Map<String, Reported>> copy = new LinkedHashMap<>();
    values.forEach(
        (group, metrics) ->
            copy.put(group, Collections.unmodifiableMap(new LinkedHashMap<>(metrics))));
    values = Collections.unmodifiableMap(copy);
  }

  /** Decides what of a report may not leave. */
  @FunctionalInterface
  public interface Withholding {
    /** Whether the metric is withheld for the group. */
    boolean withholds(Group group, Metric metric);
  }

  /**
   * What was reported of a metric.
   *
   * @throws IllegalArgumentException when the schema does not give the metric for the group
   */
  public Reported value(Group group, String metricId) {
    Reported value = values.getOrDefault(group, Map.of()).get(metricId);
    if (value == null) {
      throw new IllegalArgumentException(metricId + " is not given for " + group.label());
    }
    return value;
  }

  /** The value of a count metric; nothing when it is not defined. */
  public OptionalLong count(Group group, String metricId) {
    OptionalDouble number = value(group, metricId).number();
    return number.isPresent() ? OptionalLong.of((long) number.getAsDouble()) : OptionalLong.empty();
  }

  /**
   * The smallest of the counts of people on which a metric rests in the group; nothing when one of
   * them is unknown.
   */
  public OptionalLong fewestPeople(Group group, Metric metric) {
    long fewest = Long.MAX_VALUE;
    for (String id : metric.people()) {
      OptionalLong people = count(group, id);
      if (people.isEmpty()) {
        return OptionalLong.empty();
      }
      fewest = Math.min(fewest, people.getAsLong());
    }
    return metric.people().isEmpty() ? OptionalLong.empty() : OptionalLong.of(fewest);
  }

  /** The figures as they may leave: rounded as declared, without what is withheld. */
  public ReleasedMetrics release(Withholding withholding) {
    return Release.of(this, withholding);
  }
}
