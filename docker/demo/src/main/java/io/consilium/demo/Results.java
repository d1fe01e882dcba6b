package io.consilium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the evaluation gave, as its report says.
 *
 * @param datasets the rows, one for each facility
 * @param models the columns, the reference model first
 * @param json the report as the platform gave it
 */
record Results(List<Dataset> datasets, List<String> models, JsonNode json) {
  /** The metric that answers the clinical question. */
  private static final String PRIMARY = "primaryMetric";

  /**
   * A facility's data.
   *
   * @param people how many people it holds
   */
  record Dataset(String id, String facility, long people) {}

  /** How a model's metric is put together over facilities. */
  enum Pooling {
    /** The plain mean. */
    MACRO,
    /** Exactly, as if all data lay in one place. */
    MICRO
  }

  static Results of(JsonNode report) {
    List<Dataset> datasets = new ArrayList<>();
    for (JsonNode dataset : report.path("datasets")) {
      datasets.add(
          new Dataset(
              dataset.path("datasetId").asText(),
              dataset.path("facility").asText(),
              dataset.path("people").asLong()));
    }
    List<String> models = new ArrayList<>();
    report.path("models").forEach(model -> models.add(model.path("modelId").asText()));
    return new Results(List.copyOf(datasets), List.copyOf(models), report);
  }

  String roundId() {
    return json.path("roundId").asText();
  }

  String primaryMetric() {
    return json.path(PRIMARY).asText();
  }

  String titleOf(String metric) {
    return first(json.path("metrics"), node -> is(node, "id", metric))
        .map(node -> node.path("title").asText())
        .orElse(metric);
  }

  int decimalsOf(String metric) {
    return first(json.path("metrics"), node -> is(node, "id", metric))
        .map(node -> node.path("decimals").asInt())
        .orElse(0);
  }

  long people() {
    return datasets.stream().mapToLong(Dataset::people).sum();
  }

  /** A facility's value over everyone, or the reason why there is none. */
  String cell(Dataset dataset, String model, String metric) {
    Optional<JsonNode> cell =
        first(
            json.path("cells"),
            node -> is(node, "datasetId", dataset.id()) && is(node, "modelId", model));
    return cell.flatMap(node -> first(node.path("values"), value -> isOverall(value, metric)))
        .flatMap(value -> number(value.path("value")))
        .map(value -> text(value, metric))
        .or(() -> cell.map(node -> node.path("reason").asText("")).filter(text -> !text.isEmpty()))
        .orElse("withheld");
  }

  /** A figure over all facilities; empty where there is none. */
  Optional<String> pooled(String model, String metric, Pooling pooling) {
    return first(json.path("pools"), node -> isOverall(node, metric) && is(node, "modelId", model))
        .flatMap(node -> number(node.path(pooling == Pooling.MACRO ? "macro" : "micro")))
        .map(value -> text(value, metric));
  }

  /** Keeps the report and how long it took, for those who look later. */
  void write(Path file, Duration elapsed) {
    ObjectNode run = PeopleApi.JSON.createObjectNode();
    run.put("seconds", elapsed.toSeconds());
    run.set("report", json);
    try {
      Files.writeString(
          file, PeopleApi.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(BigDecimal value, String metric) {
    return value.setScale(decimalsOf(metric), RoundingMode.HALF_EVEN).toPlainString();
  }

  private static boolean isOverall(JsonNode node, String metric) {
    return is(node, "metricId", metric) && is(node.path("scope"), "axis", "");
  }

  private static boolean is(JsonNode node, String field, String value) {
    return node.path(field).asText().equals(value);
  }

  private static Optional<BigDecimal> number(JsonNode node) {
    return node.isNumber() ? Optional.of(node.decimalValue()) : Optional.empty();
  }

  private static Optional<JsonNode> first(JsonNode array, Predicate<JsonNode> test) {
    for (JsonNode node : array) {
      if (test.test(node)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }
}
