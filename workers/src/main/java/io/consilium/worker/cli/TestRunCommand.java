package io.consilium.worker.cli;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.container.ContainerConfig;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.Parameters;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.text.StrictYaml;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.RunAs;
import io.consilium.worker.site.SitePolicy;
import io.consilium.worker.site.SiteSettings;
import io.consilium.worker.step.TestRun;
import io.consilium.worker.step.Trial;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries a benchmark or one container. */
@Command(
    name = "run",
    description = {
      "Tries a whole benchmark on its demo data, or one task of one container, sealed off as at a",
      "facility. Needs a container engine and the images on it; nothing is pulled, nothing is sent.",
      "",
      "  consilium test run --benchmark benchmark.yaml --demo demo.tar.gz --model model.yaml",
      "  consilium test run --container container_config.yaml --task infer --data DIR",
      ""
    })
final class TestRunCommand extends SiteCommand {
  /** Nobody pushed the image yet; a digest that no image has. */
  private static final String UNKNOWN_DIGEST = "sha256:" + "0".repeat(64);

  private static final long PATIENCE_SECONDS = 30;

  @Option(
      names = "--benchmark",
      paramLabel = "FILE",
      description =
          "A benchmark.yaml. Beside --container: its schemas, for what the container writes.")
  private Optional<Path> benchmark = Optional.empty();

  @Option(
      names = "--demo",
      paramLabel = "FILE",
      description = "The benchmark's demo dataset, a .tar.gz.")
  private Optional<Path> demo = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A model.yaml (default: the benchmark's reference model).")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--container",
      paramLabel = "FILE",
      description = "A container_config.yaml, to try one container; its image may be a local tag.")
  private Optional<Path> container = Optional.empty();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "What the container does: ${COMPLETION-CANDIDATES}.")
  private Optional<Role> task = Optional.empty();

  @Option(names = "--data", paramLabel = "DIR", description = "What it finds as data_path.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "DIR",
      description = "What it finds as labels_path or labels.")
  private Optional<Path> labels = Optional.empty();

  @Option(
      names = "--predictions",
      paramLabel = "DIR",
      description = "What it finds as predictions.")
  private Optional<Path> predictions = Optional.empty();

  @Option(names = "--metadata", paramLabel = "DIR", description = "What it finds as metadata_path.")
  private Optional<Path> metadata = Optional.empty();

  @Option(
      names = "--parameters",
      paramLabel = "FILE",
      description = "What it finds as parameters_file, in YAML.")
  private Optional<Path> parameters = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Keeps what the container writes in a new or empty folder.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "A site-policy.yaml whose limits hold (default: those of a new site).")
  private Optional<Path> policy = Optional.empty();

  @Option(
      names = "--engine",
      paramLabel = "URI",
      description = "The container engine's address (default: unix:///var/run/docker.sock).")
  private URI engine = SiteSettings.LOCAL_ENGINE;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws InterruptedException {
    requireWhole();
    QuietLog.begin();
    SitePolicy limits =
        SitePolicy.parse(
            policy
                .map(TestRunCommand::text)
                .orElseGet(TestRunCommand::policyOfANewSite)
                .getBytes(StandardCharsets.UTF_8));
    TestRunReport report = TestRunReport.of(out(), json.form(), limits);
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = stopper(Thread.currentThread(), done);
    Runtime.getRuntime().addShutdownHook(hook);
    try (TestRun run = TestRun.on(engine, limits, report)) {
      Trial trial = container.isPresent() ? one(run, report) : whole(run, report);
      report.end(trial);
      return trial.passed() ? ConsiliumCommand.DONE : ConsiliumCommand.REFUSED;
    } finally {
      done.countDown();
      forget(hook);
    }
  }

  private void requireWhole() {
    if (container.isPresent()) {
      if (task.isEmpty()) {
        throw wrong("--container needs --task: what is the container to do?");
      }
    } else if (benchmark.isEmpty() || demo.isEmpty()) {
      throw wrong("Name --benchmark and --demo, to try a benchmark; or --container and --task");
    }
  }

  private Trial whole(TestRun run, TestRunReport report) throws InterruptedException {
    BenchmarkDocument revision = BenchmarkDocument.parse(text(benchmark.orElseThrow()));
    ContainerSpec chosen =
        model
            .map(file -> ModelDocument.parse(text(file)).container())
            .orElse(revision.containers().referenceModel());
    report.title(
        "%s, revision %d, with the model %s"
            .formatted(revision.id(), revision.revision(), chosen.id()));
    return run.benchmark(revision, chosen, absolute(demo.orElseThrow()));
  }

  private Trial one(TestRun run, TestRunReport report) throws InterruptedException {
    ContainerSpec tried =
        new ContainerSpec(
            "container",
            "Container",
            ContainerConfig.parse(text(container.orElseThrow())),
            UNKNOWN_DIGEST,
            parameters.map(TestRunCommand::parametersOf).orElse(Parameters.NONE));
    Role role = task.orElseThrow();
    report.title("the task %s of %s".formatted(role.task().word(), tried.config().image()));
    return run.container(
        tried, role, inputs(), place(), benchmark.map(file -> BenchmarkDocument.parse(text(file))));
  }

  private Map<VolumeKey, Path> inputs() {
    Map<VolumeKey, Path> inputs = new EnumMap<>(VolumeKey.class);
    data.ifPresent(folder -> inputs.put(VolumeKey.DATA_PATH, absolute(folder)));
    labels.ifPresent(folder -> inputs.put(VolumeKey.LABELS_PATH, absolute(folder)));
    labels.ifPresent(folder -> inputs.put(VolumeKey.LABELS, absolute(folder)));
    predictions.ifPresent(folder -> inputs.put(VolumeKey.PREDICTIONS, absolute(folder)));
    metadata.ifPresent(folder -> inputs.put(VolumeKey.METADATA_PATH, absolute(folder)));
    return inputs;
  }

  private Optional<Path> place() {
    return output.map(
        folder -> {
          Path place = absolute(folder);
          if (Optional.ofNullable(place.toFile().list()).orElse(new String[0]).length > 0) {
            throw new Refusal("--output " + folder + " is not empty: name a new folder");
          }
          return place;
        });
  }

  private static Parameters parametersOf(Path file) {
    return Parameters.of(
        StrictYaml.read("parameters_file", text(file), StrictYaml.Limits.DOCUMENT).tree());
  }

  /**
   * Without root, files of another user could not be read: containers run as whoever tries them.
   */
  private static String policyOfANewSite() {
    return RunAs.thisProcess()
        .map(
            self ->
                SitePolicy.DEFAULT_FILE.replaceFirst(
                    "run_as: \"[0-9:]+\"", "run_as: \"" + self + "\""))
        .orElse(SitePolicy.DEFAULT_FILE);
  }

  /** Ctrl-C removes the container before the program ends. */
  private static Thread stopper(Thread worker, CountDownLatch done) {
    return new Thread(
        () -> {
          worker.interrupt();
          try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
              System.err.println("A container may still run: see 'docker ps'");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "stop");
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending already, and the hook has done its work.
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Refusal("The file " + file + " cannot be read: is that its name?");
    }
  }
}
