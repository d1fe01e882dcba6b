package io.consilium.worker.release;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.SubgroupAxis;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What of a report may leave. A figure is withheld where it rests on too few people, or on an
 * unknown number of them; and when it is withheld for one level of an axis, then for all levels of
 * that axis, since the total and the others would give it away.
 */
final class DisclosureRules {
  private record Cell(Group group, String metricId) {}

  private final int minimumCount;

  /**
   * Rules with a minimum.
   *
   * @param minimumCount fewest people that a figure may rest on, at least 1
   */
  DisclosureRules(int minimumCount) {
    this.minimumCount = minimumCount;
  }

  /** The report, rounded as declared and without what may not leave. */
  ReleasedMetrics apply(ReportedMetrics reported) {
    Set<Cell> withheld = tooSmall(reported);
    withheld.addAll(otherLevels(reported.schema(), withheld));
    return reported.release((group, metric) -> withheld.contains(new Cell(group, metric.id())));
  }

  private Set<Cell> tooSmall(ReportedMetrics reported) {
    Set<Cell> cells = new HashSet<>();
    MetricSchema schema = reported.schema();
    for (Group group : schema.groups()) {
      for (Metric metric : schema.metricsOf(group)) {
        OptionalLong people = reported.fewestPeople(group, metric);
        if (people.isEmpty() || people.getAsLong() < minimumCount) {
          cells.add(new Cell(group, metric.id()));
        }
      }
    }
    return cells;
  }

  private static Set<Cell> otherLevels(MetricSchema schema, Set<Cell> withheld) {
    Set<Cell> cells = new HashSet<>();
    for (Cell cell : withheld) {
      if (cell.group() instanceof Group.Subgroup subgroup) {
        SubgroupAxis axis = schema.axis(subgroup.axis()).orElseThrow();
        axis.levels()
            .forEach(
                level ->
                    cells.add(new Cell(new Group.Subgroup(axis.id(), level), cell.metricId())));
      }
    }
    return cells;
  }
}
