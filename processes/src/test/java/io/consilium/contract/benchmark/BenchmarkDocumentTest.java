package io.consilium.contract.benchmark;

import static io.consilium.contract.benchmark.Documents.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.container.TaskName;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.Scale;
import io.consilium.contract.text.InvalidDocumentException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkDocumentTest {
  private static final String BENCHMARK = Documents.benchmark();

  @Test
  void everythingOfABenchmarkIsRead() {
    BenchmarkDocument benchmark = BenchmarkDocument.parse(BENCHMARK);

    assertThat(benchmark.id()).isEqualTo("breast-fna");
    assertThat(benchmark.revision()).isEqualTo(1);
    assertThat(benchmark.audience()).isEqualTo(Audience.PARTICIPANTS);
    assertThat(benchmark.committee().members()).containsExactly("chloe", "dev");
    assertThat(benchmark.containers().preparator().config().tasks())
        .containsOnlyKeys(TaskName.PREPARE, TaskName.SANITY_CHECK, TaskName.STATISTICS);
    assertThat(benchmark.containers().evaluator().imageByDigest())
        .isEqualTo("127.0.0.1:5000/breast-fna/evaluator@sha256:" + "3c".repeat(32));
    assertThat(benchmark.policy()).isEqualTo(new Policy(10, Duration.ofHours(2)));
    assertThat(benchmark.statisticsSchema().metrics())
        .extracting(Metric::id)
        .containsExactly("people", "events");
    assertThat(benchmark.metricSchema().metric("brier"))
        .hasValueSatisfying(
            brier -> {
              assertThat(brier.kind()).isEqualTo(MetricKind.MEAN);
              assertThat(brier.scale()).isEqualTo(Scale.IDENTITY);
              assertThat(brier.subgroups()).isEmpty();
            });
    assertThat(benchmark.analysisPlan().intervals()).isEqualTo(IntervalMethod.HARTUNG_KNAPP);
  }

  @Test
  void aDocumentIsTheSameAfterAWayThroughItsCanonicalJson() {
    BenchmarkDocument document = BenchmarkDocument.parse(BENCHMARK);

    BenchmarkDocument back = BenchmarkDocument.fromCanonicalJson(document.canonicalJson());

    assertThat(back).isEqualTo(document);
    assertThat(back.digest()).isEqualTo(document.digest()).matches("sha256:[0-9a-f]{64}");
  }

  private static final String WITH_REPORT =
      with(
          BENCHMARK,
          "output_labels_path:",
          "report_file: {mount_path: /mlcommons/volumes/report.yaml, type: file}\n            output_labels_path:");

  @Test
  void theStagesOfAPreparationAreReadInTheirOrder() {
    String document = WITH_REPORT + "preparation: {stages: [identified, segmented, \"3\"]}\n";

    assertThat(BenchmarkDocument.parse(document).preparation().stages())
        .containsExactly("identified", "segmented", "3");
    assertThat(BenchmarkDocument.parse(BENCHMARK).preparation().stages()).isEmpty();
  }

  @Test
  void stagesNeedAReport() {
    assertThatThrownBy(
            () -> BenchmarkDocument.parse(BENCHMARK + "preparation: {stages: [segmented]}\n"))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining("has no report_file among its output_volumes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[a, a]", "[\"Mrs Smith, 1950\"]", "[3]", "segmented"})
  void stagesAreDistinctShortWords(String stages) {
    assertThatThrownBy(
            () -> BenchmarkDocument.parse(WITH_REPORT + "preparation: {stages: " + stages + "}\n"))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining("preparation.stages");
  }

  @Test
  void theOrderOfKeysDoesNotChangeTheDigest() {
    String id = "id: breast-fna\n";
    String reordered = BENCHMARK.replace(id, "") + id;

    assertThat(BenchmarkDocument.parse(reordered)).isEqualTo(BenchmarkDocument.parse(BENCHMARK));
  }

  @ParameterizedTest
  @CsvSource({
    "revision: 1, revision: 2",
    "minimum_count: 10, minimum_count: 9",
    "tolerance: 1.0e-6, tolerance: 2.0e-6",
    "evaluator:1, evaluator:2",
    "0.95, 0.9"
  })
  void anyOtherContentChangesTheDigest(String old, String changed) {
    assertThat(BenchmarkDocument.parse(with(BENCHMARK, old, changed)).digest())
        .isNotEqualTo(BenchmarkDocument.parse(BENCHMARK).digest());
  }

  @Test
  void aContainerWithoutDigestIsRefusedSayingHowToGetOne() {
    String digest = "    digest: \"sha256:" + "3c".repeat(32) + "\"\n";

    assertRefused(
        with(BENCHMARK, digest, ""),
        "benchmark.yaml: containers.evaluator.digest is missing: register the image by its sha256"
            + " digest (docker push prints it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:12", "latest", "sha512:aa", "sha256:XY"})
  void aDigestOfAnotherFormIsRefused(String digest) {
    assertRefused(
        with(BENCHMARK, "sha256:" + "3c".repeat(32), digest),
        "containers.evaluator.digest: \"" + digest + "\" is not sha256: and the 64");
  }

  @Test
  void anUnknownVolumeKeyIsRefusedNamingKeyTaskAndWhatIsAllowed() {
    assertRefused(
        with(BENCHMARK, "labels: {mount_path", "truth: {mount_path"),
        "containers.evaluator.config.tasks.evaluate.input_volumes.truth: \"truth\" is not an input"
            + " volume of the task evaluate; allowed are parameters_file, additional_files,"
            + " predictions, labels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audience: participants|audiences: x\\naudience: public|audiences is not a known field",
        "  minimum_count: 10|  minimum: 1\\n  minimum_count: 10|policy.minimum is not a known field;"
            + " allowed here are minimum_count, execution_deadline",
        "title: Evaluator|title: Evaluator\\n    tag: 1|containers.evaluator.tag is not a known field",
        "title: Sensitivity|title: S\\n      weight: 1|metric_schema.metrics[9].weight is not a known",
        "missing_data: leave-out|missing_data: leave-out\\n  seed: 1|analysis_plan.seed is not a known"
      })
  void anUnknownFieldIsRefusedWithItsPlace(String old, String mistake, String message) {
    assertRefused(with(BENCHMARK, old, mistake.replace("\\n", "\n")), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "consilium/benchmark/v1|consilium/benchmark/v2|schema: must be \"consilium/benchmark/v1\"",
        "id: breast-fna|id: Breast FNA|id: \"Breast FNA\" is not a short name: small letters",
        "revision: 1|revision: 0|revision: must be at least 1, not 0",
        "revision: 1|revision: one|revision: must be a whole number, not \"one\"",
        "revision: 1|revision: 1.5|revision: must be a whole number, not 1.5",
        "title: Malignancy|tile: Malignancy|title is missing",
        "ranking: macro-mean|rank: macro-mean|analysis_plan.ranking is missing: by what models are",
        "audience: participants|audience: all|audience: \"all\" is not one of committee, participants",
        "[chloe, dev]|[]|committee.members: has too few entries: at least 1",
        "[chloe, dev]|[chloe, chloe]|committee.members: names something twice",
        "minimum_count: 10|minimum_count: 0|policy.minimum_count: must be at least 1",
        "PT2H|2 hours|policy.execution_deadline: \"2 hours\" is not an ISO 8601 duration",
        "PT2H|PT0S|policy.execution_deadline: must be longer than nothing",
        "PT2H|P31D|policy.execution_deadline: must be at most 30 days",
        "4d4d4d|4D4D4D|demo_dataset.sha256",
        "kind: auroc|kind: auc|metric_schema.metrics[8].kind: \"auc\" is not one of proportion, mean",
        "levels: [lower, upper]|levels: [lower]|metric_schema.groups.axes[0].levels: has too few",
        "levels: [lower, upper]|levels: [lower, lower]|axes[0].levels: names something twice",
        "levels: [lower, upper]|levels: [lower, a/b]|axes[0].levels[1]: \"a/b\" is not one key",
        "confidence_level: 0.95|confidence_level: 95|analysis_plan.confidence_level: must be below 1",
        "confidence_level: 0.95|confidence_level: .nan|confidence_level: must be a finite number",
        "estimator: random-effects|estimator: magic|analysis_plan.estimator: \"magic\" is not one of",
        "decimals: 4|decimals: 7|decimals: must be at most 6",
        "container_type: DockerImage|container_type: SingularityFile|containers.evaluator.config"
            + ".container_type: SingularityFile is not supported yet by this platform",
        "config:|config: 1\\n    x:|containers.evaluator.config: must be a container configuration"
      })
  void aFieldOfAnotherFormIsRefusedWithItsPlace(String old, String mistake, String message) {
    assertRefused(with(BENCHMARK, old, mistake.replace("\\n", "\n")), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: tn|id: tp|metric_schema.metrics[5].id: \"tp\" is already the id of number 4",
        "numerator: tp|numerator: hits|metrics[9].numerator: \"hits\" is not a metric; known are",
        "numerator: tp|numerator: auroc|metrics[9].numerator: \"auroc\" is not of kind count",
        "numerator: tp\\n      denominator|denominator|metrics[9].numerator is missing: numerator and denominator belong",
        "denominator: events\\n      subgroups|subgroups|metrics[9].denominator is missing",
        "people: [events, non_events]|people: [events, healthy]|metrics[8].people[1]: \"healthy\" is",
        "people: [people]\\n      range: [0, 1]|people: [brier]\\n      range: [0, 1]"
            + "|people[0]: \"brier\" is not of kind count",
        "kind: auroc|kind: proportion|metrics[8].numerator is missing: a proportion names",
        "kind: proportion|kind: mean|numerator: belongs to metrics of kind proportion only",
        "subgroups: [texture]\\n      people: [events, non|subgroups: [age]\\n      people: [events, non"
            + "|metrics[8].subgroups[0]: \"age\" is not a subgroup axis; known are texture",
        "title: Malignant\\n      kind: count\\n      path: \"{group}/events\"\\n      subgroups: [texture]"
            + "|title: Malignant\\n      kind: count\\n      path: \"{group}/events\""
            + "|\"events\" is not given for the axis \"texture\": add the axis",
        "path: \"{group}/tp\"|path: overall/tp|metrics[3].path: must begin with {group}/",
        "standard_error: \"{group}/auroc_se\"|standard_error: auroc_se|metrics[8].uncertainty: must",
        "path: \"{group}/tp\"|path: \"{group}/fn\"|leads to \"overall/fn\", where",
        "path: \"{group}/tp\"|path: \"{group}/fn/tp\"|hold both a value at \"overall/fn\" and",
        "standard_error: \"{group}/brier_se\"|interval: [a, b]|needs either standard_error, or interval",
        "{standard_error: \"{group}/brier_se\"}|{}|needs either standard_error, or interval and level",
        "decimals: 0|decimals: 1|metrics[0].decimals: must be 0: a count is a whole number",
        "range: [0, 1]|range: [1, 0]|metrics[8].range: must reach from a lower to a higher number",
        "range: [0, 1]|range: [0, 2]|metrics[8].range: must lie within 0 and 1 for auroc",
        "range: [0, 1]|range: [0.00001, 1]|metrics[8].range: has ends with more decimals",
        "range: [0, 100000]|range: [-1, 100000]|metrics[0].range: must not reach below 0 for count",
        "range: [0, 100000]|range: [0, 9007199254740991]|range: needs, with its decimals, more than",
        "decimals: 4\\n      better: lower|decimals: 4\\n      better: lower\\n      scale: logit\\n"
            + "      units: people|",
        "path: by_texture, levels|path: overall, levels|",
        "primary_metric: auroc|primary_metric: auc|primary_metric: \"auc\" is not a metric of metric_",
        "primary_metric: auroc|primary_metric: tp|primary_metric: \"tp\" is a count, which answers no",
        "primary_metric: auroc|primary_metric: brier|analysis_plan.subgroups[0]: \"texture\" is not given",
        "subgroups: [texture]\\n  ranking|subgroups: [age]\\n  ranking|analysis_plan.subgroups[0]: \"age\"",
        "better: higher|better: none|analysis_plan.ranking: needs a direction",
        "path: people, people|path: \"{group}/people\", people|statistics_schema.metrics[0].path: must not",
        "kind: count, path: events|kind: mean, path: events|statistics_schema.metrics[1].kind: must be",
        "path: events, people: [events]|path: events, people: [events], subgroups: [texture]"
            + "|statistics_schema.metrics[1].subgroups: must be left out"
      })
  void partsThatDoNotFitTogetherAreRefusedWithTheirPlace(
      String old, String mistake, String message) {
    String replacement = mistake == null ? "" : mistake.replace("\\n", "\n");
    String document = with(BENCHMARK, old.replace("\\n", "\n"), replacement);

    if (message == null) {
      assertThat(BenchmarkDocument.parse(document)).isNotNull();
    } else {
      assertRefused(document, message);
    }
  }

  @Test
  void aContainerMustHaveTheTasksOfItsRole() {
    assertRefused(
        BENCHMARK.replaceFirst(
            "(?s)        sanity_check:.*?        statistics:", "        statistics:"),
        "containers.preparator.config.tasks.sanity_check is missing: a container in the role of"
            + " preparator has it");
    assertRefused(
        BENCHMARK.replaceFirst("infer:(?s:.)*?predictions, type: directory", "sanity_check: {"),
        "containers.reference_model.config.tasks.infer is missing");
  }

  @Test
  void parametersThatNoTaskReadsAreRefused() {
    assertRefused(
        with(
            BENCHMARK,
            "title: Evaluator\n",
            "title: Evaluator\n    parameters: {threshold: 0.5}\n"),
        "containers.evaluator.parameters is read by no task: add parameters_file");
  }

  @Test
  void aDigestInTheImagesNameMustBeTheRegisteredOne() {
    String digest = "sha256:" + "99".repeat(32);

    assertRefused(
        with(BENCHMARK, "evaluator:1", "evaluator:1@" + digest),
        "containers.evaluator.config.image: names the digest " + digest);
  }

  @Test
  void additionalFilesAreNotSupportedYet() {
    assertRefused(
        with(
            BENCHMARK,
            "predictions: {mount_path",
            "additional_files: {mount_path: /extra, type: directory}\n            predictions: {mount_path"),
        "tasks.evaluate.input_volumes.additional_files is not supported yet by this platform");
  }

  @Test
  void problemsOfFormAndContainersAreToldTogetherInTheOrderOfTheDocument() {
    String document =
        BENCHMARK
            .replace("id: breast-fna", "id: X")
            .replace("predictions: {mount_path", "guesses: {mount_path")
            .replace("ranking: macro-mean", "ranking: best");

    assertThatThrownBy(() -> BenchmarkDocument.parse(document))
        .isInstanceOfSatisfying(
            InvalidDocumentException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.pointer())
                    .containsExactly(
                        "/id",
                        "/containers/evaluator/config/tasks/evaluate/input_volumes/predictions",
                        "/containers/evaluator/config/tasks/evaluate/input_volumes/guesses",
                        "/analysis_plan/ranking"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"containers", "policy", "metric_schema", "analysis_plan", "committee"})
  void aPartOfAnotherFormIsRefused(String part) {
    String document =
        BENCHMARK.replaceFirst("\n" + part + ":", "\n" + part + ": 7\nx_" + part + ":");

    assertRefused(document, part + ": must be a map, not 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "text", "{}", "null"})
  void whatIsNoBenchmarkAtAllIsRefused(String document) {
    assertThatThrownBy(() -> BenchmarkDocument.parse(document))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageStartingWith("benchmark.yaml");
  }

  @Test
  void strictYamlIsDemanded() {
    assertRefused(BENCHMARK + "revision: 2\n", "revision is given twice");
    assertRefused(BENCHMARK + "x: &a 1\n", "anchors (&) are not allowed");
    assertRefused(BENCHMARK + "# " + "x".repeat(300_000), "is too large");
    assertRefused(with(BENCHMARK, "[lower, upper]", "[no, yes]"), "write \"no\" in quotes");
  }

  @Test
  void canonicalJsonPassesTheSameChecks() {
    String json = BenchmarkDocument.parse(BENCHMARK).canonicalJson();

    assertThatThrownBy(
            () ->
                BenchmarkDocument.fromCanonicalJson(
                    json.replace("\"auroc\",\"ranking\"", "\"x\",\"ranking\"")))
        .hasMessageContaining("analysis_plan.primary_metric: \"x\" is not a metric");
    assertThatThrownBy(
            () ->
                BenchmarkDocument.fromCanonicalJson(
                    json.replace("\"revision\":1", "\"revision\":0")))
        .hasMessageContaining("revision: must be at least 1");
    assertThatThrownBy(() -> BenchmarkDocument.fromCanonicalJson(json + " "))
        .hasMessageContaining("not in canonical form");
  }

  private static void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> BenchmarkDocument.parse(yaml))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(message);
  }
}
