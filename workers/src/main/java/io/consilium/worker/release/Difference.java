package io.consilium.worker.release;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.worker.execution.Execution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a result that waits differs from one that left earlier, about the same version of a dataset.
 *
 * @param executionId the earlier execution
 * @param roundId its round
 * @param modelId its model
 * @param figures how many figures are the same in both
 * @param changes the figures that are not
 */
public record Difference(
    String executionId, String roundId, String modelId, int figures, List<Change> changes) {
  public Difference {
    changes = List.copyOf(changes);
  }

  /**
   * One figure that differs.
   *
   * @param figure such as {@code auroc of sex/male}
   * @param before what left; nothing when the figure was not declared then
   * @param now what would leave; nothing when it is not declared now
   */
  public record Change(String figure, Optional<String> before, Optional<String> now) {}

  static Difference between(Execution earlier, ReleasedMetrics now) {
    Map<String, MetricValue> old =
        figures(ReleasedMetrics.fromCanonicalJson(earlier.metrics().orElseThrow()));
    Map<String, MetricValue> fresh = figures(now);
    Set<String> all = new LinkedHashSet<>(fresh.keySet());
    all.addAll(old.keySet());
    List<Change> changes = new ArrayList<>();
    for (String figure : all) {
      Optional<MetricValue> before = Optional.ofNullable(old.get(figure));
      Optional<MetricValue> after = Optional.ofNullable(fresh.get(figure));
      if (!before.equals(after)) {
        changes.add(
            new Change(figure, before.map(Difference::words), after.map(Difference::words)));
      }
    }
    return new Difference(
        earlier.id(), earlier.roundId(), earlier.modelId(), all.size() - changes.size(), changes);
  }

  private static String words(MetricValue value) {
    return value
        .value()
        .map(
            number ->
                number.toPlainString()
                    + value
                        .standardError()
                        .map(error -> " (SE " + error.toPlainString() + ")")
                        .orElse("")
                    + value
                        .interval()
                        .map(
                            ends ->
                                " ("
                                    + ends.get(0).toPlainString()
                                    + " to "
                                    + ends.get(1).toPlainString()
                                    + ")")
                        .orElse(""))
        .orElse(MetricValue.WITHHELD);
  }

  private static Map<String, MetricValue> figures(ReleasedMetrics metrics) {
    Map<String, MetricValue> figures = new TreeMap<>();
    metrics.overall().forEach((id, value) -> figures.put(words(Group.OVERALL, id), value));
    metrics
        .subgroups()
        .forEach(
            (axis, levels) ->
                levels.forEach(
                    (level, values) ->
                        values.forEach(
                            (id, value) ->
                                figures.put(words(new Group.Subgroup(axis, level), id), value))));
    return figures;
  }

  private static String words(Group group, String id) {
    return new Cell(group, id).words();
  }
}
