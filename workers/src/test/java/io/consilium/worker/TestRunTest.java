package io.consilium.worker;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.DemoData;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.sandbox.HostileImage;
import io.consilium.worker.sandbox.Shell;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code consilium test run}, with real containers and no platform. */
@ExtendWith(HostileImage.Resolver.class)
class TestRunTest {
  private static final String SMALL =
      "resources: {memory: 64m, pids: 64, output_bytes: 4m}\nstep_deadline: PT5S\n";

  @TempDir private Path folder;
  private HostileImage image;
  private Cli cli;

  @BeforeEach
  void writeFiles(HostileImage hostile) throws IOException {
    image = hostile;
    cli = new Cli(new SiteHome(folder.resolve("nowhere")));
    Files.write(folder.resolve("demo.tar.gz"), DemoData.archive());
    Files.writeString(folder.resolve("policy.yaml"), SMALL);
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("data/women.csv"), "case,score\n1,0.9\n");
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(
            Shell.run(
                "docker",
                "ps",
                "--all",
                "--quiet",
                "--filter=label=io.consilium.facility=test-run"))
        .isEmpty();
  }

  @Test
  void aWholeBenchmarkPassesStepByStep() throws IOException {
    Cli.Outcome outcome = benchmark(documents());

    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out())
        .contains("Trying aspirates, revision 1, with the model threshold")
        .containsSubsequence(
            "prepare: copier ... ok", "sanity_check: copier ... ok", "statistics: copier ... ok")
        .containsSubsequence("infer: threshold ... ok", "evaluate: counter ... ok", "STEP", "TIME")
        .contains("\"correct\"", "PASSED", "Next: Push the images")
        .doesNotContain("Note:");
  }

  @Test
  void anotherModelTakesThePlaceOfTheReferenceModel() throws IOException {
    Path model =
        Files.writeString(
            folder.resolve("model.yaml"), documents().model("oracle").canonicalJson());

    Cli.Outcome outcome = benchmark(documents(), "--model", model.toString());

    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).contains("infer: oracle ... ok").doesNotContain("threshold ...");
  }

  @Test
  void aProgramGetsJson() throws IOException {
    Cli.Outcome outcome = benchmark(documents().evaluator("nan"), "--json");

    assertThat(outcome.code()).isEqualTo(1);
    JsonNode document = CanonicalJson.read("answer", outcome.out().strip());
    assertThat(document.path("passed").asBoolean()).isFalse();
    assertThat(document.path("steps")).hasSize(5);
    assertThat(document.path("steps").path(4).path("result").asText()).isEqualTo("OUTPUT_INVALID");
    assertThat(document.path("fault").asText()).contains("overall.accuracy is .nan");
  }

  @Test
  void anImageThatWasNeverPushedIsTriedAndNotPinned() throws IOException {
    String tag = "consilium-test-run:local";
    Shell.run("docker", "tag", image.name(), tag);
    try {
      Cli.Outcome outcome =
          container(
              config(
                  tag,
                  "import shutil; shutil.copy('/mlcommons/volumes/data/women.csv', '/mlcommons/volumes/predictions/')"),
              "--output",
              folder.resolve("kept").toString());

      assertThat(outcome.code()).as(outcome.toString()).isZero();
      assertThat(outcome.out()).contains("PASSED", tag, "its digest is not pinned");
      assertThat(folder.resolve("kept/output_path/women.csv")).isNotEmptyFile();
    } finally {
      Shell.run("docker", "image", "rm", tag);
    }
  }

  @Test
  void aDemoDatasetOfAnotherSumIsTriedAndNoted() throws IOException {
    Cli.Outcome outcome = benchmark(documents().demo("e".repeat(64)));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("Note: the demo dataset's SHA-256 is", "eeee");
  }

  @Test
  void aBrokenDemoDatasetIsNamed() throws IOException {
    Files.writeString(folder.resolve("demo.tar.gz"), "nothing");

    Cli.Outcome outcome = benchmark(documents());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("FAILED: demo dataset", "with a paths.yaml at its root");
  }

  @Test
  void whatIsNotSaidOnTheCommandLineIsAskedFor() {
    assertThat(cli.attempt("test", "run"))
        .satisfies(
            outcome -> {
              assertThat(outcome.code()).isEqualTo(2);
              assertThat(outcome.err())
                  .contains("--benchmark and --demo", "--container and --task");
            });
    assertThat(cli.attempt("test", "run", "--container", "x").err()).contains("needs --task");
  }

  static Stream<Arguments> brokenContainers() {
    return Stream.of(
        arguments(
            "writes nothing",
            "print('done')",
            List.of(
                "OUTPUT_INVALID",
                "wrote nothing to output_path",
                "/mlcommons/volumes/predictions",
                "no links, nothing empty")),
        arguments(
            "writes to the wrong place",
            "open('/project/predictions.csv', 'w')",
            List.of(
                "MODEL_FAILED",
                "Does it look in the right place?",
                "finds /mlcommons/volumes/data",
                "writes to /mlcommons/volumes/predictions")),
        arguments(
            "writes where its output is not",
            "import os; os.mkdir('/mlcommons/volumes/results')",
            List.of(
                "MODEL_FAILED",
                "Read-only file system",
                "may write to /mlcommons/volumes/predictions and to /tmp (256 MiB)")),
        arguments(
            "ends with an error",
            "import sys; print('weights do not fit', file=sys.stderr); sys.exit(3)",
            List.of(
                "MODEL_FAILED",
                "exit code 3",
                "What container printed:",
                "weights do not fit",
                "Exit code 0 means")),
        arguments(
            "ends with an error and says nothing",
            "import sys; sys.exit(4)",
            List.of("exit code 4", "(nothing)", "let it print what it does")),
        arguments(
            "wants the network",
            "import urllib.request; urllib.request.urlopen('http://example.org/weights')",
            List.of("MODEL_FAILED", "There is no network in a sealed container", "into the image")),
        arguments(
            "wants more memory",
            "x = bytearray(200 << 20)",
            List.of("OUT_OF_MEMORY", "more than 64 MiB", "smaller batches", "--policy")),
        arguments(
            "runs forever",
            "import time; time.sleep(600)",
            List.of("TIMED_OUT", "did not end within 5s", "must end by itself", "step_deadline")),
        arguments(
            "wants to be root",
            "import os; os.setuid(0)",
            List.of(
                "MODEL_FAILED",
                "Operation not permitted",
                "10001:10001, never as root",
                "chmod -R a+rX")),
        arguments(
            "writes to inputs",
            "open('/mlcommons/volumes/data/women.csv', 'a')",
            List.of(
                "MODEL_FAILED",
                "Permission denied",
                "write only to /mlcommons/volumes/predictions",
                "inputs are read-only")),
        arguments(
            "lacks a library",
            "import torch",
            List.of("No module named", "The image lacks a program or library")),
        arguments(
            "leaves a link",
            "import os; os.symlink('/etc/passwd', '/mlcommons/volumes/predictions/p')",
            List.of("OUTPUT_INVALID", "is a symbolic link", "plain files")),
        arguments(
            "writes too much",
            "open('/mlcommons/volumes/predictions/p', 'wb').write(bytes(8 << 20))",
            List.of("temporary files belong to /tmp", "OUTPUT_TOO_LARGE")));
  }

  @ParameterizedTest(name = "a model that {0}")
  @MethodSource("brokenContainers")
  void everyMistakeIsExplained(String mistake, String program, List<String> words)
      throws IOException {
    Cli.Outcome outcome = container(config(image.name(), program));

    assertThat(outcome.code()).as(mistake).isEqualTo(1);
    assertThat(outcome.out()).as(mistake).contains("FAILED: ").contains(words);
    assertThat(outcome.out() + outcome.err()).doesNotContain("\tat ", "Exception in thread");
  }

  static Stream<Arguments> brokenConfigurations() {
    return Stream.of(
        arguments(
            "lacks the task",
            "infer:",
            "evaluate:",
            List.of(
                "tasks.evaluate.input_volumes",
                "data_path",
                "is not an input volume of the task evaluate")),
        arguments(
            "knows an unknown volume",
            "data_path:",
            "images:",
            List.of("\"images\" is not an input volume of the task infer; allowed are data_path")),
        arguments(
            "wants a GPU",
            "run_args: {",
            "run_args: {gpus: all, ",
            List.of("GPUs (run_args.gpus)", "A site would refuse it too")),
        arguments(
            "starts what is not there",
            "run_args: {",
            "run_args: {entrypoint: /usr/bin/predictor, ",
            List.of("could not be started", "run_args.entrypoint")),
        arguments(
            "names an image that is not there",
            "attacks/hostile:1",
            "attacks/nobody:1",
            List.of(
                "IMAGE_UNAVAILABLE",
                "has no image",
                "attacks/nobody:1",
                "a test run pulls nothing",
                "docker build -t")));
  }

  @ParameterizedTest(name = "a configuration that {0}")
  @MethodSource("brokenConfigurations")
  void everyMistakeInAConfigurationIsExplained(
      String mistake, String right, String wrong, List<String> words) throws IOException {
    Cli.Outcome outcome = container(config(image.name(), "print()").replace(right, wrong));

    assertThat(outcome.code()).as(mistake).isEqualTo(1);
    assertThat(outcome.out() + outcome.err()).as(mistake).contains(words);
  }

  @Test
  void aContainerWithoutTheTaskSaysWhichItHas() throws IOException {
    Files.writeString(folder.resolve("container_config.yaml"), config(image.name(), "print()"));

    Cli.Outcome outcome =
        cli.attempt(
            "test",
            "run",
            "--container",
            folder.resolve("container_config.yaml").toString(),
            "--task",
            "evaluate");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("FAILED: The container has no task evaluate", "it has infer", "--task");
  }

  @Test
  void aFolderThatTheTaskReadsAndNobodyNamedIsAskedFor() throws IOException {
    Files.writeString(folder.resolve("container_config.yaml"), config(image.name(), "print()"));

    Cli.Outcome outcome =
        cli.attempt(
            "test",
            "run",
            "--container",
            folder.resolve("container_config.yaml").toString(),
            "--task",
            "infer");

    assertThat(outcome.out()).contains("wants to read data_path", "--data");
  }

  static Stream<Arguments> brokenResults() {
    return Stream.of(
        arguments("extra", "overall.message is not declared in the metric schema"),
        arguments("nan", "overall.accuracy is .nan, which the metric schema does not allow"),
        arguments("text", "overall.accuracy: must be a number"),
        arguments("large", "OUTPUT_TOO_LARGE"));
  }

  @ParameterizedTest(name = "an evaluator whose result is {0}")
  @MethodSource("brokenResults")
  void everyMistakeInAResultIsExplained(String mode, String words) throws IOException {
    Cli.Outcome outcome = benchmark(documents().evaluator(mode));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("infer: threshold ... ok", words)
        .containsAnyOf("see 'A result' in docs/benchmark-yaml.md", "Write only what");
  }

  private Documents documents() {
    return Documents.of(image.name(), image.digest())
        .demo(CanonicalJson.sha256(DemoData.archive()));
  }

  private Cli.Outcome benchmark(Documents documents, String... more) throws IOException {
    BenchmarkDocument revision = documents.benchmark();
    Path file = Files.writeString(folder.resolve("benchmark.yaml"), revision.canonicalJson());
    return attempt(
        List.of("--benchmark", file.toString(), "--demo", folder.resolve("demo.tar.gz").toString()),
        more);
  }

  private Cli.Outcome container(String config, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("container_config.yaml"), config);
    return attempt(
        List.of(
            "--container",
            file.toString(),
            "--task",
            "infer",
            "--data",
            folder.resolve("data").toString()),
        more);
  }

  private Cli.Outcome attempt(List<String> options, String... more) {
    return cli.attempt(
        Stream.of(
                Stream.of("test", "run", "--policy", folder.resolve("policy.yaml").toString()),
                options.stream(),
                Stream.of(more))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private static String config(String image, String program) {
    return """
        container_type: DockerImage
        image: %s
        tasks:
          infer:
            run_args: {command: [-c, "%s"]}
            input_volumes:
              data_path: {mount_path: /mlcommons/volumes/data, type: directory}
            output_volumes:
              output_path: {mount_path: /mlcommons/volumes/predictions, type: directory}
        """
        .formatted(image, program.lines().collect(joining("; ")));
  }
}
