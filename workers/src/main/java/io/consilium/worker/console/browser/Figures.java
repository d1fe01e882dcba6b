package io.consilium.worker.console.browser;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Released figures as a table: a line for each figure, a column for each group.
 *
 * @param groups names of the groups, everyone first
 * @param rows the figures
 */
record Figures(List<String> groups, List<Row> rows) {
  /** One figure for every group. */
  record Row(String title, List<Cell> cells) {}

  /**
   * One value.
   *
   * @param text what stands there; empty where the figure is not given for the group
   * @param beside its uncertainty, or what it was when it was released last
   */
  record Cell(String text, String beside, boolean withheld, boolean changed) {}

  /**
   * Makes the table.
   *
   * @param schema gives titles and order; without it there are ids
   * @param earlier what was released earlier, to compare with
   */
  static Figures of(
      ReleasedMetrics metrics, Optional<MetricSchema> schema, Optional<ReleasedMetrics> earlier) {
    List<Group> groups = groups(metrics, schema);
    List<Row> rows = new ArrayList<>();
    for (String id : ids(metrics, schema)) {
      String title = schema.flatMap(known -> known.metric(id)).map(Metric::title).orElse(id);
      rows.add(
          new Row(
              title,
              groups.stream()
                  .map(
                      group ->
                          cell(
                              metrics.value(group, id),
                              earlier.flatMap(old -> old.value(group, id)),
                              earlier.isPresent()))
                  .toList()));
    }
    return new Figures(
        groups.stream()
            .map(group -> group.equals(Group.OVERALL) ? "everyone" : group.label())
            .toList(),
        rows);
  }

  private static Cell cell(
      Optional<MetricValue> value, Optional<MetricValue> earlier, boolean comparing) {
    if (value.isEmpty()) {
      return new Cell("", "", false, false);
    }
    boolean changed = comparing && !value.equals(earlier);
    String was = changed ? "was " + earlier.map(Figures::text).orElse("not given") : "";
    MetricValue given = value.get();
    String uncertainty =
        given
            .interval()
            .map(limits -> plain(limits.get(0)) + " to " + plain(limits.get(1)))
            .or(() -> given.standardError().map(error -> "± " + plain(error)))
            .orElse("");
    return new Cell(text(given), changed ? was : uncertainty, given.missing().isPresent(), changed);
  }

  private static String text(MetricValue value) {
    return value.value().map(Figures::plain).orElse("withheld");
  }

  private static String plain(BigDecimal number) {
    return number.toPlainString();
  }

  private static List<Group> groups(ReleasedMetrics metrics, Optional<MetricSchema> schema) {
    List<Group> groups = new ArrayList<>();
    groups.add(Group.OVERALL);
    schema.ifPresentOrElse(
        known -> groups.addAll(known.groups().subList(1, known.groups().size())),
        () ->
            metrics
                .subgroups()
                .forEach(
                    (axis, levels) ->
                        levels
                            .keySet()
                            .forEach(level -> groups.add(new Group.Subgroup(axis, level)))));
    return groups;
  }

  private static Set<String> ids(ReleasedMetrics metrics, Optional<MetricSchema> schema) {
    Set<String> ids =
        schema
            .map(
                known ->
                    known.metrics().stream()
                        .map(Metric::id)
                        .collect(Collectors.toCollection(LinkedHashSet::new)))
            .orElseGet(LinkedHashSet::new);
    ids.addAll(metrics.overall().keySet());
    return ids;
  }
}
