package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.sandbox.HostileImage;
import io.consilium.worker.sandbox.Shell;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.context.ConfigurableApplicationContext;

/** A facility with thirty women, its worker in this process, real containers, and a platform. */
final class FacilityWorld implements AutoCloseable {
  static final String DATASET = "fna";
  static final int PEOPLE = 30;

  /** Should it be found anywhere outside the facility, it came from the data. */
  static final String CANARY = "canary-of-aurora";

  /** Little of everything, so that tests are quick. */
  private static final String SMALL = "resources: {memory: 128m, pids: 64, output_bytes: 16m}\n";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  final PlatformStub platform = PlatformStub.start();
  final HostileImage image;
  final SiteHome home;
  final Cli cli;
  private final Path raw;
  private Optional<ConfigurableApplicationContext> worker = Optional.empty();

  FacilityWorld(HostileImage image, Path folder) throws IOException {
    this.image = image;
    // Containers of another user must be able to come to their data.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = new SiteHome(folder.resolve("site"));
    cli = new Cli(home);
    raw = Files.createDirectory(folder.resolve(CANARY));
    TestSite.make(home, platform, SMALL, List.of(image.registry()));
    writeData();
  }

  /** The folder with raw data and raw labels. */
  Path raw() {
    return raw;
  }

  /** Adds to the site's policy, before the worker starts. */
  void policy(String yaml) throws IOException {
    Files.writeString(home.policyFile(), SMALL + yaml);
  }

  private void writeData() throws IOException {
    Files.createDirectories(raw.resolve("data"));
    Files.createDirectories(raw.resolve("labels"));
    String scores =
        IntStream.range(0, PEOPLE)
            .mapToObj(i -> CANARY + "-" + i + "," + (i % 3 == 0 ? 0.9 : 0.1))
            .collect(Collectors.joining("\n", "case,score\n", "\n"));
    String labels =
        IntStream.range(0, PEOPLE)
            .mapToObj(i -> CANARY + "-" + i + "," + (i % 2 == 0 ? 1 : 0))
            .collect(Collectors.joining("\n", "case,y\n", "\n"));
    Files.writeString(raw.resolve("data/women.csv"), scores);
    Files.writeString(raw.resolve("labels/labels.csv"), labels);
  }

  Documents documents() {
    return Documents.of(image.name(), image.digest());
  }

  void startWorker() {
    worker = Optional.of(WorkerApplication.start(home));
  }

  void stopWorker() {
    worker.ifPresent(ConfigurableApplicationContext::close);
    worker = Optional.empty();
  }

  /** The site accepts what is offered, and prepares and registers its dataset. */
  void register(Documents documents) {
    accept(documents);
    addDataset();
    assertThat(prepare(documents)).isEqualTo("complete");
    cli.decide("dataset", "register", DATASET, "--yes");
  }

  void accept(Documents documents) {
    accept(documents.benchmark());
  }

  void accept(BenchmarkDocument revision) {
    platform.offering(revision);
    cli.run("accept", Documents.BENCHMARK, "--yes", "--as", "Freya Lindqvist");
  }

  void addDataset() {
    cli.run(
        "dataset",
        "add",
        DATASET,
        "--benchmark",
        Documents.BENCHMARK,
        "--data",
        raw.resolve("data").toString(),
        "--labels",
        raw.resolve("labels").toString(),
        "--people",
        Integer.toString(PEOPLE));
  }

  /** Walks through the preparation; returns how it ended. */
  String prepare(Documents documents) {
    return prepare(documents.benchmark());
  }

  String prepare(BenchmarkDocument revision) {
    cli.decide("dataset", "prepare", DATASET);
    for (String topic : List.of(Topics.PREPARE, Topics.SANITY_CHECK, Topics.STATISTICS)) {
      String outcome = outcome(platform.order(topic, ofPreparation(revision)));
      if (!outcome.equals("complete")) {
        return topic + " " + outcome;
      }
    }
    return "complete";
  }

  /** Walks through an execution of the reference model; returns how it ended. */
  String execute(String executionId, Documents documents) {
    String inferred = outcome(platform.order(Topics.INFER, ofExecution(executionId, documents)));
    return inferred.equals("complete")
        ? "evaluate "
            + outcome(platform.order(Topics.EVALUATE, ofExecution(executionId, documents)))
        : "infer " + inferred;
  }

  /** Orders one step of an execution of the reference model; returns how it ended. */
  String order(String topic, String executionId, BenchmarkDocument revision) {
    return outcome(platform.order(topic, ofExecution(executionId, revision)));
  }

  static Map<String, Object> ofPreparation(Documents documents) {
    return ofPreparation(documents.benchmark());
  }

  private static Map<String, Object> ofPreparation(BenchmarkDocument revision) {
    return Map.of(
        Variables.DATASET_ID, "aurora." + DATASET,
        Variables.BENCHMARK_ID, revision.id(),
        Variables.REVISION_NUMBER, revision.revision(),
        Variables.REVISION_DIGEST, revision.digest());
  }

  static Map<String, Object> ofExecution(String executionId, Documents documents) {
    return ofExecution(executionId, documents.benchmark());
  }

  private static Map<String, Object> ofExecution(String executionId, BenchmarkDocument revision) {
    return Map.of(
        Variables.EXECUTION_ID,
        executionId,
        Variables.ROUND_ID,
        "aspirates-r1-round-1",
        Variables.DATASET_ID,
        "aurora." + DATASET,
        Variables.BENCHMARK_ID,
        revision.id(),
        Variables.REVISION_NUMBER,
        revision.revision(),
        Variables.REVISION_DIGEST,
        revision.digest(),
        Variables.MODEL_ID,
        revision.containers().referenceModel().id());
  }

  static String outcome(PlatformStub.Task task) {
    await().atMost(PATIENCE).until(() -> task.outcome().isPresent());
    return task.outcome().orElseThrow();
  }

  /** The containers of this site that the engine knows, running or not. */
  List<String> containers() {
    return Shell.run(
            "docker", "ps", "--all", "--quiet", "--filter=label=io.consilium.home=" + home.root())
        .lines()
        .toList();
  }

  @Override
  public void close() {
    stopWorker();
    platform.close();
  }
}
