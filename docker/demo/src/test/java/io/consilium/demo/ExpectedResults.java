package io.consilium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the evaluation must give: computed centrally by scikit-learn over the same parts, without
 * any of Consilium's code, and then rounded and withheld as the benchmark declares.
 */
final class ExpectedResults {
  private static final int MINIMUM_COUNT = 10;
  private static final int STANDARD_ERROR_DIGITS = 3;

  /** Two computations of one sum may differ by that much, and so round a tie differently. */
  private static final double NOISE = 1e-12;

  private static final String OVERALL = "";

  private final JsonNode expected;
  private final JsonNode metrics;

  private ExpectedResults(JsonNode expected, JsonNode metrics) {
    this.expected = expected;
    this.metrics = metrics;
  }

  /** Computes them, in one container, from the folder that the example's build wrote. */
  static ExpectedResults compute(Path root, Path example) throws IOException {
    Command.Outcome outcome =
        Command.run(
            List.of(
                root.resolve("docker/examples/breast-fna/expected.sh").toString(),
                example.toString()),
            Map.of());
    if (outcome.exitCode() != 0) {
      throw new AssertionError("expected.sh failed:\n" + outcome.errors());
    }
    return new ExpectedResults(
        new ObjectMapper().readTree(example.resolve("expected/expected.json").toFile()),
        new YAMLMapper()
            .readTree(example.resolve("benchmark.yaml").toFile())
            .path("metric_schema")
            .path("metrics"));
  }

  /** Where the report is not what it must be, in words; empty when all is equal. */
  List<String> differences(JsonNode report) {
    List<String> differences = new ArrayList<>();
    int values = metrics.size() * (1 + levels().size());
    for (JsonNode cell : report.path("cells")) {
      String dataset = cell.path("datasetId").asText();
      String facility = dataset.substring(0, dataset.indexOf('.'));
      String model = cell.path("modelId").asText();
      JsonNode of = expected.path(facility).path(model);
      if (of.isMissingNode()) {
        differences.add(facility + " x " + model + " is not expected");
      }
      if (cell.path("values").size() != values) {
        differences.add(
            "%s x %s: expected %d values, but there are %d"
                .formatted(facility, model, values, cell.path("values").size()));
      }
      for (JsonNode metric : metrics) {
        compare(facility + " x " + model, cell, metric, OVERALL, of, differences);
        for (String level : levels()) {
          compare(facility + " x " + model, cell, metric, level, of, differences);
        }
      }
    }
    return differences;
  }

  private void compare(
      String place,
      JsonNode cell,
      JsonNode metric,
      String level,
      JsonNode of,
      List<String> differences) {
    String id = metric.path("id").asText();
    JsonNode group = level.equals(OVERALL) ? of : of.path("by_texture").path(level);
    JsonNode given = value(cell, id, level);
    String where = "%s, %s %s".formatted(place, id, level).strip();
    if (given.isMissingNode()) {
      differences.add(where + ": not in the report");
      return;
    }
    if (isWithheld(metric, level, of) || group.path(id).isNull()) {
      if (!given.path("value").isNull()) {
        differences.add(where + ": must be withheld, but is " + given.path("value"));
      }
      return;
    }
    double exact = group.path(id).doubleValue();
    int decimals = metric.path("decimals").asInt();
    if (!isRounded(given.path("value"), exact, number -> decimals(number, decimals))) {
      differences.add(where + ": expected " + exact + ", but is " + given.path("value"));
    }
    if (metric.path("uncertainty").has("standard_error")) {
      double error = group.path(id + "_se").doubleValue();
      if (!isRounded(given.path("standardError"), error, ExpectedResults::digits)) {
        differences.add(
            where + ": standard error " + error + ", but is " + given.path("standardError"));
      }
    }
  }

  private static boolean isRounded(
      JsonNode given, double exact, java.util.function.UnaryOperator<BigDecimal> rounding) {
    return given.isNumber()
        && List.of(exact, exact - NOISE, exact + NOISE).stream()
            .map(number -> rounding.apply(new BigDecimal(number)))
            .anyMatch(rounded -> rounded.compareTo(given.decimalValue()) == 0);
  }

  private static BigDecimal decimals(BigDecimal number, int decimals) {
    return number.setScale(decimals, RoundingMode.HALF_EVEN);
  }

  private static BigDecimal digits(BigDecimal number) {
    return number.round(new MathContext(STANDARD_ERROR_DIGITS, RoundingMode.HALF_EVEN));
  }

  /** Too few people in one level of the axis withhold the metric in all of its levels. */
  private boolean isWithheld(JsonNode metric, String level, JsonNode of) {
    List<JsonNode> groups = new ArrayList<>();
    if (level.equals(OVERALL)) {
      groups.add(of);
    } else {
      levels().forEach(each -> groups.add(of.path("by_texture").path(each)));
    }
    for (JsonNode group : groups) {
      for (JsonNode people : metric.path("people")) {
        if (group.path(people.asText()).asLong() < MINIMUM_COUNT) {
          return true;
        }
      }
    }
    return false;
  }

  /** The levels of the one subgroup axis, which every metric of the example has. */
  private Set<String> levels() {
    Set<String> levels = new TreeSet<>();
    expected
        .elements()
        .next()
        .elements()
        .next()
        .path("by_texture")
        .fieldNames()
        .forEachRemaining(levels::add);
    if (levels.size() < 2) {
      throw new AssertionError("the expected results have no subgroups");
    }
    return levels;
  }

  private static JsonNode value(JsonNode cell, String metric, String level) {
    for (JsonNode value : cell.path("values")) {
      if (value.path("metricId").asText().equals(metric)
          && value.path("scope").path("level").asText().equals(level)) {
        return value;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }
}
