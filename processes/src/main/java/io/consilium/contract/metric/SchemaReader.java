package io.consilium.contract.metric;

import static io.consilium.contract.text.Pointers.child;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Turns a tree whose form is already checked into a metric schema, filling in what is usual. */
final class SchemaReader {
  private final String pointer;
  private final Problems problems;

  SchemaReader(String pointer, Problems problems) {
    this.pointer = pointer;
    this.problems = problems;
  }

  MetricSchema metricSchema(JsonNode node) {
    JsonNode groups = node.path("groups");
    return new MetricSchema(
        groups.path("overall").asText(),
        list(groups.path("axes")).map(SchemaReader::axis).toList(),
        metrics(node));
  }

  MetricSchema statisticsSchema(JsonNode node) {
    return new MetricSchema("", List.of(), metrics(node));
  }

  private List<Metric> metrics(JsonNode node) {
    List<Metric> metrics = new ArrayList<>();
    for (JsonNode metric : node.path("metrics")) {
      metrics.add(metric(metric, child(child(pointer, "metrics"), metrics.size())));
    }
    return metrics;
  }

  private static SubgroupAxis axis(JsonNode node) {
    return new SubgroupAxis(
        node.path("id").asText(),
        node.path("title").asText(),
        node.path("path").asText(),
        texts(node.path("levels")));
  }

  private Metric metric(JsonNode node, String place) {
    MetricKind kind = word(MetricKind.class, node.path("kind")).orElseThrow();
    return new Metric(
        node.path("id").asText(),
        node.path("title").asText(),
        kind,
        node.path("path").asText(),
        texts(node.path("subgroups")),
        texts(node.path("people")),
        word(Units.class, node.path("units")).orElse(Units.PEOPLE),
        new Range(node.path("range").path(0).asDouble(), node.path("range").path(1).asDouble()),
        node.path("decimals").asInt(),
        word(Better.class, node.path("better")).orElseThrow(),
        word(Undefined.class, node.path("undefined")).orElse(Undefined.REFUSE),
        word(Scale.class, node.path("scale")).orElse(Scale.usualFor(kind)),
        fraction(node, place),
        texts(node.path("parts")),
        uncertainty(node.path("uncertainty"), child(place, "uncertainty")));
  }

  private Optional<Fraction> fraction(JsonNode node, String place) {
    if (!node.has("numerator") && !node.has("denominator")) {
      return Optional.empty();
    }
    for (String field : List.of("numerator", "denominator")) {
      if (!node.has(field)) {
        problems.add(child(place, field), "is missing: numerator and denominator belong together");
      }
    }
    return Optional.of(
        new Fraction(node.path("numerator").asText(), node.path("denominator").asText()));
  }

  private Optional<Uncertainty> uncertainty(JsonNode node, String place) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (node.has("standard_error") == node.has("interval")
        || node.has("interval") != node.has("level")) {
      problems.add(place, "needs either standard_error, or interval and level");
      return Optional.empty();
    }
    if (node.has("standard_error")) {
      return Optional.of(new Uncertainty.StandardError(node.path("standard_error").asText()));
    }
    JsonNode ends = node.path("interval");
    return Optional.of(
        new Uncertainty.Interval(
            ends.path(0).asText(), ends.path(1).asText(), node.path("level").asDouble()));
  }

  private static <E extends Enum<E>> Optional<E> word(Class<E> type, JsonNode node) {
    return node.isTextual()
        ? Optional.of(Enum.valueOf(type, node.textValue().toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  private static List<String> texts(JsonNode node) {
    return list(node).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> list(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }
}
