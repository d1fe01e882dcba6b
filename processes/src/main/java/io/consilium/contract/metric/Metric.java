package io.consilium.contract.metric;

import java.util.List;
import java.util.Optional;

/**
 * One figure that a benchmark releases.
 *
 * @param id short name, unique within the schema
 * @param title name for people
 * @param kind what sort of quantity it is
 * @param path keys in results.yaml separated by "/"; {@code {group}} stands for the group's path
 * @param subgroups ids of the axes for which it is also given, beside overall
 * @param people ids of the count metrics it rests on: each must reach the minimum count
 * @param units what it counts
 * @param range the values it can take
 * @param decimals digits after the point of the released value
 * @param better which direction is better
 * @param undefined what the evaluator may write where it is not defined
 * @param scale the scale on which facilities are pooled
 * @param fraction for a proportion, the counts it is made of
 * @param parts for a count that is a sum, the counts that it is made of; else empty
 * @param uncertainty where its standard error or interval is
 */
public record Metric(
    String id,
    String title,
    MetricKind kind,
    String path,
    List<String> subgroups,
    List<String> people,
    Units units,
    Range range,
    int decimals,
    Better better,
    Undefined undefined,
    Scale scale,
    Optional<Fraction> fraction,
    List<String> parts,
    Optional<Uncertainty> uncertainty) {
  public Metric {
    subgroups = List.copyOf(subgroups);
    people = List.copyOf(people);
    parts = List.copyOf(parts);
  }

  /** Whether the evaluator may say that the metric is not defined. */
  public boolean mayBeUndefined() {
    return undefined != Undefined.REFUSE;
  }

  /** Whether it is given for the group. */
  public boolean isGivenFor(Group group) {
    return !(group instanceof Group.Subgroup subgroup) || subgroups.contains(subgroup.axis());
  }
}
