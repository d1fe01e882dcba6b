package io.consilium.contract.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * A number that the schema expects in results.yaml.
 *
 * @param keys its place
 * @param metric the metric to which it belongs
 * @param group whom it is about
 * @param role what it says of the metric
 */
record ResultLeaf(List<String> keys, Metric metric, Group group, Role role) {
  enum Role {
    VALUE,
    UNCERTAINTY
  }

  /** Every number that the schema expects. */
  static List<ResultLeaf> of(MetricSchema schema) {
    List<ResultLeaf> leaves = new ArrayList<>();
    for (Group group : schema.groups()) {
      for (Metric metric : schema.metricsOf(group)) {
        leaves.add(new ResultLeaf(schema.keys(metric.path(), group), metric, group, Role.VALUE));
        for (String path : uncertaintyPaths(metric)) {
          leaves.add(new ResultLeaf(schema.keys(path, group), metric, group, Role.UNCERTAINTY));
        }
      }
    }
    return leaves;
  }

  static List<String> uncertaintyPaths(Metric metric) {
    if (metric.uncertainty().isEmpty()) {
      return List.of();
    }
    Uncertainty uncertainty = metric.uncertainty().get();
    if (uncertainty instanceof Uncertainty.Interval interval) {
      return List.of(interval.lowPath(), interval.highPath());
    }
    return List.of(((Uncertainty.StandardError) uncertainty).path());
  }
}
