package io.consilium.contract.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.contract.text.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  static final String NAME = "released metrics";

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

  /**
   * Reads the text of {@link #canonicalJson()} back.
   *
   * @throws InvalidDocumentException when it has another form
   */
  public static ReleasedMetrics fromCanonicalJson(String json) {
    CanonicalJson.read(NAME, json);
    try {
      return CanonicalJson.STRICT.readValue(json, ReleasedMetrics.class);
    } catch (JsonProcessingException e) {
      throw new InvalidDocumentException(
          NAME, List.of(new Problem("", "malformed: " + e.getOriginalMessage())));
    }
  }

  /** The metrics as canonical JSON (RFC 8785): exactly these bytes are shown, signed and sent. */
  public String canonicalJson() {
    return CanonicalJson.write(this);
  }

  /** What is said of a metric, when it is given for the group. */
  public Optional<MetricValue> value(Group group, String metricId) {
    return Optional.ofNullable(values(group).get(metricId));
  }

  /** Everything that is said of a group. */
  public Map<String, MetricValue> values(Group group) {
    return group instanceof Group.Subgroup subgroup
        ? subgroups.getOrDefault(subgroup.axis(), Map.of()).getOrDefault(subgroup.level(), Map.of())
        : overall;
  }

  /** Whether everything is withheld. */
  public boolean nothingIsReleased() {
    return overall.values().stream().allMatch(value -> value.missing().isPresent())
        && subgroups.values().stream()
            .flatMap(levels -> levels.values().stream())
            .flatMap(values -> values.values().stream())
            .allMatch(value -> value.missing().isPresent());
  }

  /**
   * Checks that these are exactly the metrics of the schema: every declared metric for every group
   * and no other, in range, rounded as declared, proportions in agreement with their counts.
   *
   * @throws InvalidDocumentException naming everything that is wrong
   */
  public void verify(MetricSchema schema) {
    new ReleaseRules(schema, this).check();
  }

  private static Map<String, MetricValue> sorted(Map<String, MetricValue> values) {
    return Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
