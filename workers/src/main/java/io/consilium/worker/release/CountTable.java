package io.consilium.worker.release;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.SubgroupAxis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The counts of a report, and the sums between them as somebody outside knows them. A sum maps
 * cells to factors; what the cells times their factors add up to is taken to be known.
 *
 * @param values every count that is defined, in the schema's order
 * @param sums the declared parts, and everyone as the sum of an axis's levels
 */
record CountTable(Map<Cell, Long> values, List<Map<Cell, Long>> sums) {

  static CountTable of(ReportedMetrics reported) {
    MetricSchema schema = reported.schema();
    List<Metric> counts =
        schema.metrics().stream().filter(metric -> metric.kind() == MetricKind.COUNT).toList();
    Map<Cell, Long> values = new LinkedHashMap<>();
    for (Group group : schema.groups()) {
      for (Metric metric : counts) {
        if (metric.isGivenFor(group)) {
          OptionalLong count = reported.count(group, metric.id());
          count.ifPresent(value -> values.put(new Cell(group, metric.id()), value));
        }
      }
    }
    List<Map<Cell, Long>> sums = new ArrayList<>();
    for (Metric metric : counts) {
      for (Group group : schema.groups()) {
        if (metric.isGivenFor(group) && !metric.parts().isEmpty()) {
          sums.add(sum(values, group, metric.id(), metric.parts()));
        }
      }
      for (SubgroupAxis axis : schema.axes()) {
        if (metric.subgroups().contains(axis.id())) {
          sums.add(levels(values, metric, axis));
        }
      }
    }
    if (counts.stream().allMatch(metric -> metric.parts().isEmpty())) {
      sums.addAll(apparent(schema, counts, values));
    }
    return new CountTable(values, sums);
  }

  /**
   * The sum restricted to what is defined: what is not counts as known, which withholds rather more
   * than less.
   */
  private static Map<Cell, Long> sum(
      Map<Cell, Long> values, Group group, String total, List<String> parts) {
    Map<Cell, Long> sum = new LinkedHashMap<>();
    put(sum, values, new Cell(group, total), -1);
    parts.forEach(part -> put(sum, values, new Cell(group, part), 1));
    return sum;
  }

  private static Map<Cell, Long> levels(Map<Cell, Long> values, Metric metric, SubgroupAxis axis) {
    Map<Cell, Long> sum = new LinkedHashMap<>();
    put(sum, values, new Cell(Group.OVERALL, metric.id()), -1);
    axis.levels()
        .forEach(
            level ->
                put(sum, values, new Cell(new Group.Subgroup(axis.id(), level), metric.id()), 1));
    return sum;
  }

  private static void put(Map<Cell, Long> sum, Map<Cell, Long> values, Cell cell, long factor) {
    if (values.containsKey(cell)) {
      sum.put(cell, factor);
    }
  }

  /**
   * Sums of two that the numbers show in every group, for a schema that declares none: a benchmark
   * whose author forgot them is not to give anything away. A coincidence withholds more than it
   * must.
   */
  private static List<Map<Cell, Long>> apparent(
      MetricSchema schema, List<Metric> counts, Map<Cell, Long> values) {
    Map<Long, List<String>> byValue = new HashMap<>();
    for (Metric metric : counts) {
      Long value = values.get(new Cell(Group.OVERALL, metric.id()));
      if (value != null) {
        byValue.computeIfAbsent(value, key -> new ArrayList<>()).add(metric.id());
      }
    }
    List<Map<Cell, Long>> sums = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      for (int j = i; j < counts.size(); j++) {
        // A count with itself stands for "equals another one".
        List<String> parts =
            i == j ? List.of(counts.get(i).id()) : List.of(counts.get(i).id(), counts.get(j).id());
        long sum =
            parts.stream()
                .mapToLong(id -> values.getOrDefault(new Cell(Group.OVERALL, id), -1L))
                .reduce(0, (a, b) -> a < 0 || b < 0 ? -1 : a + b);
        // A third count that is 0 makes two others equal which need not be.
        boolean meant = i != j || !byValue.containsKey(0L);
        for (String total : byValue.getOrDefault(sum, List.of())) {
          if (meant && !parts.contains(total) && holds(schema, values, total, parts)) {
            schema.groups().forEach(group -> sums.add(sum(values, group, total, parts)));
          }
        }
      }
    }
    return sums;
  }

  private static boolean holds(
      MetricSchema schema, Map<Cell, Long> values, String total, List<String> parts) {
    for (Group group : schema.groups()) {
      Map<Cell, Long> sum = sum(values, group, total, parts);
      long difference =
          sum.entrySet().stream()
              .mapToLong(term -> term.getValue() * values.getOrDefault(term.getKey(), 0L))
              .sum();
      if (sum.size() == parts.size() + 1 && difference != 0) {
        return false;
      }
    }
    return true;
  }
}
