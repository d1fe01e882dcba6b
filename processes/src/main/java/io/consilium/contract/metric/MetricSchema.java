package io.consilium.contract.metric;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every figure that may leave a facility, and where an evaluator writes it.
 *
 * @param overallPath keys of the overall group in results.yaml, separated by "/"
 * @param axes the ways to divide people into subgroups
 * @param metrics the figures, in the order in which they are shown
 */
public record MetricSchema(String overallPath, List<SubgroupAxis> axes, List<Metric> metrics) {
  static final String GROUP = "{group}";

  public MetricSchema {
    axes = List.copyOf(axes);
    metrics = List.copyOf(metrics);
  }

  /**
   * Reads the part {@code metric_schema} of a benchmark whose form is already checked.
   *
   * @param pointer the place of the schema in the document
   * @param problems takes what does not fit together
   */
  public static MetricSchema read(JsonNode node, String pointer, Problems problems) {
    MetricSchema schema = new SchemaReader(pointer, problems).metricSchema(node);
    new SchemaRules(schema, pointer, problems).check();
    return schema;
  }

  /**
   * Reads the part {@code statistics_schema} of a benchmark whose form is already checked: counts
   * of everyone, without subgroups.
   *
   * @param pointer the place of the schema in the document
   * @param problems takes what does not fit together
   */
  public static MetricSchema readStatistics(JsonNode node, String pointer, Problems problems) {
    MetricSchema schema = new SchemaReader(pointer, problems).statisticsSchema(node);
    SchemaRules rules = new SchemaRules(schema, pointer, problems);
    rules.checkStatistics();
    rules.check();
    return schema;
  }

  /** The metric of that id. */
  public Optional<Metric> metric(String id) {
    return metrics.stream().filter(metric -> metric.id().equals(id)).findFirst();
  }

  /** The axis of that id. */
  public Optional<SubgroupAxis> axis(String id) {
    return axes.stream().filter(axis -> axis.id().equals(id)).findFirst();
  }

  /** Everyone, then each level of each axis in declared order. */
  public List<Group> groups() {
    List<Group> groups = new ArrayList<>(List.of(Group.OVERALL));
    for (SubgroupAxis axis : axes) {
      axis.levels().forEach(level -> groups.add(new Group.Subgroup(axis.id(), level)));
    }
    return groups;
  }

  /** The metrics that are given for the group, in declared order. */
  public List<Metric> metricsOf(Group group) {
    return metrics.stream().filter(metric -> metric.isGivenFor(group)).toList();
  }

  /** A declared path as keys in results.yaml, with the group's path in the place of {group}. */
  List<String> keys(String path, Group group) {
    List<String> keys = new ArrayList<>();
    for (String part : split(path)) {
      if (part.equals(GROUP)) {
        keys.addAll(keys(group));
      } else {
        keys.add(part);
      }
    }
    return keys;
  }

  private List<String> keys(Group group) {
    if (group instanceof Group.Subgroup subgroup) {
      List<String> keys = new ArrayList<>(split(axis(subgroup.axis()).orElseThrow().path()));
      keys.add(subgroup.level());
      return keys;
    }
    return split(overallPath);
  }

  private static List<String> split(String path) {
    return Arrays.asList(path.split("/", -1));
  }
}
