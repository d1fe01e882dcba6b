package io.consilium.worker.release;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.SubgroupAxis;
import io.consilium.contract.metric.Units;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of a report may not leave. A figure is withheld where it rests on too few people, or on an
 * unknown number of them; when it is withheld for one level of an axis, then for all levels of that
 * axis; when a withheld count follows from others, then some of those too; and a proportion when
 * one of its counts is.
 */
final class DisclosureRules {
  private final int minimumCount;
  private final Known known;

  /**
   * Rules with a minimum.
   *
   * @param minimumCount fewest people that a figure may rest on, at least 1
   * @param known what is known of the dataset outside
   */
  DisclosureRules(int minimumCount, Known known) {
    this.minimumCount = minimumCount;
    this.known = known;
  }

  /**
   * The figures that are withheld, each under the first rule that withholds it.
   *
   * @param tooSmall rest on too few people
   * @param otherLevels would give those away as the other levels of an axis
   * @param sums would give a withheld count away as part of a sum, or as a proportion of it
   * @param derivable withheld counts that follow from what left earlier
   */
  record Decision(Set<Cell> tooSmall, Set<Cell> otherLevels, Set<Cell> sums, Set<Cell> derivable) {
    Set<Cell> withheld() {
      Set<Cell> all = new LinkedHashSet<>(tooSmall);
      all.addAll(otherLevels);
      all.addAll(sums);
      return all;
    }
  }

  Decision decide(ReportedMetrics reported) {
    MetricSchema schema = reported.schema();
    Set<Cell> tooSmall = tooSmall(reported);
    Set<Cell> otherLevels = new LinkedHashSet<>();
    tooSmall.forEach(cell -> otherLevels.addAll(levels(schema, cell)));
    otherLevels.removeAll(tooSmall);
    Set<Cell> withheld = new LinkedHashSet<>(tooSmall);
    withheld.addAll(otherLevels);
    CountTable table = CountTable.of(reported);
    Suppression.Result result =
        new Suppression(
                table,
                minimumCount,
                known.people(),
                knownCounts(reported, table),
                cell -> levels(schema, cell))
            .complete(withheld);
    Set<Cell> sums = new LinkedHashSet<>(result.further());
    withheld.addAll(sums);
    sums.addAll(proportions(reported, withheld));
    sums.removeAll(tooSmall);
    sums.removeAll(otherLevels);
    return new Decision(tooSmall, otherLevels, sums, result.derivable());
  }

  private Set<Cell> tooSmall(ReportedMetrics reported) {
    return cells(
        reported.schema(),
        cell -> {
          Metric metric = reported.schema().metric(cell.metricId()).orElseThrow();
          OptionalLong people = reported.fewestPeople(cell.group(), metric);
          return people.isEmpty() || people.getAsLong() < minimumCount;
        });
  }

  private static Set<Cell> cells(MetricSchema schema, Predicate<Cell> wanted) {
    Set<Cell> cells = new LinkedHashSet<>();
    for (Group group : schema.groups()) {
      for (Metric metric : schema.metricsOf(group)) {
        Cell cell = new Cell(group, metric.id());
        if (wanted.test(cell)) {
          cells.add(cell);
        }
      }
    }
    return cells;
  }

  /** All levels of the axis to which a cell belongs. */
  private static Set<Cell> levels(MetricSchema schema, Cell cell) {
    Set<Cell> cells = new LinkedHashSet<>();
    if (cell.group() instanceof Group.Subgroup subgroup) {
      SubgroupAxis axis = schema.axis(subgroup.axis()).orElseThrow();
      axis.levels()
          .forEach(
              level -> cells.add(new Cell(new Group.Subgroup(axis.id(), level), cell.metricId())));
    }
    return cells;
  }

  /** A proportion and one of its counts give the other; both counts withheld, it tells of them. */
  private static Set<Cell> proportions(ReportedMetrics reported, Set<Cell> withheld) {
    return cells(
        reported.schema(),
        cell -> {
          Metric metric = reported.schema().metric(cell.metricId()).orElseThrow();
          return metric
              .fraction()
              .filter(
                  fraction ->
                      List.of(fraction.numerator(), fraction.denominator()).stream()
                          .anyMatch(id -> withheld.contains(new Cell(cell.group(), id))))
              .isPresent();
        });
  }

  /**
   * Counts that are outside already: those that left earlier with the same value, and how many
   * people there are, which the platform knows from the dataset's registration.
   */
  private Set<Cell> knownCounts(ReportedMetrics reported, CountTable table) {
    Set<Cell> cells = new HashSet<>();
    for (Map.Entry<Cell, Long> count : table.values().entrySet()) {
      Cell cell = count.getKey();
      BigDecimal value = BigDecimal.valueOf(count.getValue());
      boolean leftEarlier =
          known.earlier().stream()
              .flatMap(metrics -> metrics.value(cell.group(), cell.metricId()).stream())
              .flatMap((MetricValue earlier) -> earlier.value().stream())
              .anyMatch(earlier -> earlier.compareTo(value) == 0);
      Metric metric = reported.schema().metric(cell.metricId()).orElseThrow();
      boolean everyone =
          cell.group().equals(Group.OVERALL)
              && metric.units() == Units.PEOPLE
              && metric.people().equals(List.of(metric.id()))
              && count.getValue() == known.people();
      if (leftEarlier || everyone) {
        cells.add(cell);
      }
    }
    return cells;
  }
}
