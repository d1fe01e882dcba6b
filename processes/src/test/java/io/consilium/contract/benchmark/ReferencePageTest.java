package io.consilium.contract.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.ResultsReader;
import io.consilium.contract.text.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/benchmark-yaml.md. */
class ReferencePageTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

  @Test
  void theBenchmarkAndTheModelAreValid() throws IOException {
    assertThat(BenchmarkDocument.parse(block("# benchmark.yaml")).id())
        .isEqualTo("cxr-pneumothorax");
    assertThat(ModelDocument.parse(block("# model.yaml")).id()).isEqualTo("cxr-transformer");
  }

  @Test
  void theResultGivesTheReleasedFigures() throws IOException {
    MetricSchema schema = BenchmarkDocument.parse(block("# benchmark.yaml")).metricSchema();

    ReleasedMetrics released = read("# results.yaml", schema);

    released.verify(schema);
    assertThat(released.canonicalJson()).isEqualTo(CanonicalJson.canonical(block("{")));
  }

  @Test
  void theStatisticsFitTheirSchema() throws IOException {
    MetricSchema schema = BenchmarkDocument.parse(block("# benchmark.yaml")).statisticsSchema();

    assertThat(read("# statistics.yaml", schema).canonicalJson())
        .isEqualTo("{\"overall\":{\"people\":{\"value\":412}},\"subgroups\":{}}");
  }

  @Test
  void theMessagesAreThoseOfTheProgram() throws IOException {
    String shown = block("benchmark.yaml has 2 problems").strip();
    String broken =
        block("# benchmark.yaml")
            .replaceFirst("    digest: \"sha256:3f20.*\n", "")
            .replace("kind: auroc", "kind: auc");

    assertThatThrownBy(() -> BenchmarkDocument.parse(broken)).hasMessage(shown);
  }

  @Test
  void everyFieldOfTheSchemasIsExplained() throws IOException {
    String page = page();

    for (String schema : List.of("benchmark", "model")) {
      assertThat(fields(schema)).allSatisfy(field -> assertThat(page).contains(field));
    }
  }

  private static List<String> fields(String schema) throws IOException {
    String json = Files.readString(Path.of("src/main/resources/schema/" + schema + ".schema.json"));
    return CanonicalJson.STRICT.readTree(json).findValues("properties").stream()
        .flatMap(map -> map.properties().stream())
        .map(field -> field.getKey())
        .toList();
  }

  private static ReleasedMetrics read(String start, MetricSchema schema) throws IOException {
    byte[] yaml = block(start).getBytes(StandardCharsets.UTF_8);
    return ResultsReader.read(start, yaml, schema).release((group, metric) -> false);
  }

  private static String block(String start) throws IOException {
    return BLOCK
        .matcher(page())
        .results()
        .map((MatchResult block) -> block.group(2))
        .filter(text -> text.startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "benchmark-yaml.md"));
  }
}
