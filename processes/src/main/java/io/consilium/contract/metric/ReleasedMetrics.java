package io.consilium.contract.metric;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metrics that a facility lets out: the whole of what is signed and sent.
 *
 * @param overall metric id to value, over everybody
 * @param subgroups axis id, then level, then metric id to value
 */
public record ReleasedMetrics(
    Map<String, MetricValue> overall,
    Map<String, Map<String, Map<String, MetricValue>>> subgroups) {
  public ReleasedMetrics {
    overall = sorted(overall);
    var axes = new TreeMap<String, Map<String, Map<String, MetricValue>>>();
    subgroups.forEach(
        (axis, levels) -> {
          var copy = new TreeMap<String, Map<String, MetricValue>>();
          levels.forEach((level, values) -> copy.put(level, sorted(values)));
          axes.put(axis, Collections.unmodifiableMap(copy));
        });
    subgroups = Collections.unmodifiableMap(axes);
  }

  private static Map<String, MetricValue> sorted(Map<String, MetricValue> values) {
    return Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
