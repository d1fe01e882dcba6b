package io.consilium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The story: one benchmark from proposal to report. Each method is something that people do, by the
 * means that they have: Tasklist for the platform's people, the {@code consilium} command at a
 * facility, the platform's API for those who submit.
 */
final class Walk {
  static final String BENCHMARK = "breast-fna";
  static final int REVISION = 1;
  static final String REVISION_ID = Ids.revision(BENCHMARK, REVISION);
  static final String ROUND_ID = Ids.round(BENCHMARK, REVISION, 1);
  static final List<String> SUBMITTED_MODELS = List.of("random-forest", "gradient-boosting");

  /** What the facilities call the dataset that they prepare. */
  static final String DATASET = "fna";

  private static final Duration CONTAINERS_PATIENCE = Duration.ofMinutes(10);

  private final Installation installation;
  private final Settings settings;
  private final Narrator narrator;
  private final PeopleApi api;

  Walk(Installation installation, Narrator narrator) {
    this.installation = installation;
    this.settings = installation.settings();
    this.narrator = narrator;
    this.api = new PeopleApi(settings.platform());
  }

  /**
   * The platform starts; then each facility makes its keys and enrols by a code of the operator's.
   */
  void open() {
    installation.prepare();
    installation.startPlatform();
    narrator.progress("the platform starts, with a database of its own");
    installation.awaitPlatform();
    narrator.done("the platform answers at " + settings.platform());
    inParallel(installation.allSites(), site -> site.enrol(code(site)));
    narrator.done(
        "Olga, the operator, issues one-time codes: "
            + installation.hospitals().size()
            + " hospitals and the proving ground enrol, with keys that they made themselves");
    installation.hospitals().stream()
        .filter(hospital -> hospital.release() == Hospital.Release.AUTOMATIC)
        .forEach(this::releaseByPolicy);
    narrator.progress("the workers start");
    installation.allSites().forEach(Site::startWorker);
    installation.allSites().forEach(Site::awaitWorker);
    narrator.done("a worker runs at each of them");
  }

  private String code(Site site) {
    return api.postJson(
            Person.OLGA,
            "/api/facilities/codes",
            Map.of("id", site.id(), "name", site.title(), "organisation", site.organisation()))
        .path("code")
        .asText();
  }

  private void releaseByPolicy(Hospital hospital) {
    installation.site(hospital).edit("site-policy.yaml", "release: by-hand", "release: automatic");
    narrator.tell(hospital.title() + ": its policy releases results without asking a person");
  }

  /** The benchmark and its demo data go to the platform. */
  void proposeBenchmark() {
    byte[] demoData = read(settings.example().resolve("demo.tar.gz"));
    api.post(Person.INES, "/api/assets?sha256=" + sha256(demoData), "application/gzip", demoData);
    narrator.done("Inês uploads a small demo dataset");
    api.post(
        Person.INES,
        "/api/benchmarks",
        "application/yaml",
        read(settings.example().resolve("benchmark.yaml")));
    narrator.done("Inês proposes the benchmark \"" + BENCHMARK + "\", revision " + REVISION);
  }

  /** The platform's committee decides on the benchmark, once its containers passed the test. */
  void approveBenchmark() {
    Tasklist ada = Tasklist.login(settings.platform(), Person.ADA);
    Tasklist.Task task = awaitBenchmarkReview(ada);
    narrator.done("the proving ground ran its containers on the demo data: they fit together");
    ada.decide(task, approval("The question is clear and the containers are sound."));
    awaitActivation();
    narrator.done("Ada, of the platform committee, approves the benchmark in Tasklist");
  }

  /** Waits until the platform has made the approved revision the active one. */
  void awaitActivation() {
    Waiting.forSomething(
        "the benchmark to become active",
        Duration.ofMinutes(1),
        () -> {
          installation.requireAlive();
          return api.find(Person.INES, "/api/benchmarks/" + BENCHMARK)
              .filter(list -> list.path(0).path("summary").path("state").asText().equals("ACTIVE"));
        });
  }

  /** Waits for the task to review the benchmark. */
  Tasklist.Task awaitBenchmarkReview(Tasklist reviewer) {
    return awaitTask(
        reviewer,
        "Task_ReviewBenchmark",
        REVISION_ID,
        "the proving ground runs the benchmark's containers on the demo data");
  }

  /** The model owner submits models and asks to take part. */
  void submitModels() {
    for (String model : SUBMITTED_MODELS) {
      api.post(
          Person.MAX,
          "/api/models",
          "application/yaml",
          read(settings.example().resolve("models").resolve(model + ".yaml")));
      api.postJson(
          Person.MAX,
          "/api/models/" + model + "/associations",
          Map.of(Variables.BENCHMARK_ID, BENCHMARK));
      narrator.done("Max submits the model " + model);
    }
  }

  /** Every hospital adds its data to its own catalogue, accepts the benchmark and prepares. */
  void prepareData() {
    narrator.progress("the hospitals prepare their data");
    inParallel(
        installation.hospitals(),
        hospital -> {
          Site site = installation.site(hospital);
          Path folder = settings.example().resolve("facilities").resolve(hospital.id());
          String people = text(folder.resolve("people"));
          site.consilium(
              "dataset",
              "add",
              DATASET,
              "--benchmark",
              BENCHMARK,
              "--data",
              folder.resolve("data").toString(),
              "--labels",
              folder.resolve("labels").toString(),
              "--people",
              people);
          site.consilium("accept", BENCHMARK, "--yes", "--as", hospital.dataOwner());
          narrator.tell(
              "%s: %s adds the data of %s women to the site's catalogue and accepts the benchmark"
                  .formatted(hospital.title(), hospital.dataOwner(), people));
          site.consilium("dataset", "prepare", DATASET, "--wait", "--as", hospital.dataOwner());
        });
    narrator.done("all data is prepared, checked and counted, inside the hospitals");
  }

  /** Every data owner looks at the statistics, signs them, and joins the benchmark. */
  void joinBenchmark() {
    narrator.progress("the data owners look at what would leave");
    inParallel(
        installation.hospitals(),
        hospital -> {
          Site site = installation.site(hospital);
          site.consilium("dataset", "register", DATASET, "--yes", "--as", hospital.dataOwner());
          site.consilium("dataset", "join", DATASET, "--yes", "--as", hospital.dataOwner());
          narrator.tell(
              "%s: %s signs the counts and joins the benchmark"
                  .formatted(hospital.title(), hospital.dataOwner()));
        });
  }

  /** The benchmark's committee decides on models and datasets. */
  void approveAssociations() {
    Tasklist chloe = Tasklist.login(settings.platform(), Person.CHLOE);
    for (Hospital hospital : installation.hospitals()) {
      String dataset = Ids.dataset(hospital.id(), DATASET);
      decide(
          chloe,
          "Task_ReviewDatasetAssociation",
          Ids.association(dataset, BENCHMARK, REVISION),
          "the dataset of " + hospital.title() + " arrives in Tasklist");
    }
    narrator.done("Chloé, of the benchmark's committee, approves the datasets in Tasklist");
    for (String model : SUBMITTED_MODELS) {
      decide(
          chloe,
          "Task_ReviewModelAssociation",
          Ids.association(model, BENCHMARK, REVISION),
          "the proving ground runs " + model + " on the demo data");
    }
    narrator.done("Chloé approves the models, which ran in the proving ground");
  }

  private void decide(Tasklist reviewer, String taskKey, String associationId, String state) {
    Tasklist.Task task = awaitTask(reviewer, taskKey, associationId, state);
    reviewer.decide(task, approval("Fits the benchmark."));
  }

  /** Every data owner accepts the approved models by their digests. */
  void acceptModels() {
    narrator.progress("the data owners look at the models");
    inParallel(
        installation.hospitals(),
        hospital -> {
          installation
              .site(hospital)
              .consilium(
                  "accept", BENCHMARK, "--all-models", "--yes", "--as", hospital.dataOwner());
          narrator.tell(
              "%s: %s accepts the models, by digest"
                  .formatted(hospital.title(), hospital.dataOwner()));
        });
  }

  /** The committee starts a round. */
  void startRound() {
    Tasklist.login(settings.platform(), Person.CHLOE)
        .start(
            ProcessKeys.EVALUATION_ROUND,
            Map.of(Variables.BENCHMARK_ID, BENCHMARK, Variables.DEADLINE_HOURS, 24));
    Waiting.forSomething(
        "the round to open",
        Duration.ofMinutes(1),
        () -> round().filter(round -> !round.path("cells").isEmpty()));
    narrator.done("Chloé starts the round in Tasklist: every model goes to every hospital");
  }

  /** Data owners look at each result and let it go; the round advances as they do. */
  void releaseResults() {
    new Releases(installation, narrator, this).untilAllAreSettled(CONTAINERS_PATIENCE);
  }

  /** The committee reads the report and publishes it. */
  void publishReport() {
    Tasklist dev = Tasklist.login(settings.platform(), Person.DEV);
    Tasklist.Task task =
        awaitTask(dev, "Task_ReviewReport", ROUND_ID, "the platform puts the report together");
    dev.decide(task, approval("Read and discussed."));
    Waiting.forSomething(
        "the report to be published",
        Duration.ofMinutes(1),
        () -> round().filter(round -> round.path("state").asText().equals("PUBLISHED")));
    narrator.done("Dev, of the benchmark's committee, reads the report and publishes it");
  }

  /** The round as its committee sees it, once it is there. */
  Optional<JsonNode> round() {
    installation.requireAlive();
    for (JsonNode round : api.get(Person.CHLOE, "/api/rounds")) {
      if (round.path("id").asText().equals(ROUND_ID)) {
        return Optional.of(api.get(Person.CHLOE, "/api/rounds/" + ROUND_ID));
      }
    }
    return Optional.empty();
  }

  JsonNode report() {
    return api.get(Person.CHLOE, "/api/rounds/" + ROUND_ID + "/report");
  }

  private Tasklist.Task awaitTask(
      Tasklist reviewer, String taskKey, String businessKey, String state) {
    narrator.progress(state);
    return Waiting.forSomething(
        "a task of " + businessKey,
        CONTAINERS_PATIENCE,
        () -> {
          installation.requireAlive();
          Optional<Tasklist.Task> task = reviewer.find(taskKey, businessKey);
          if (task.isEmpty()) {
            requireNotFailed(businessKey);
          }
          return task;
        });
  }

  /** A test in the proving ground that failed is the end of the story; its log says why. */
  private void requireNotFailed(String testId) {
    Optional<JsonNode> test = api.find(Person.OLGA, "/api/tests/" + testId);
    if (test.isPresent() && test.get().path("outcome").asText().equals("FAILED")) {
      throw new DemoFailure(
          "the compatibility test of %s failed in the proving ground:%n%s"
              .formatted(testId, test.get().path("log").asText()),
          "",
          Optional.of(installation.provingGround().worker().log()));
    }
  }

  /** Does something at every site at once; the first failure is thrown when all have ended. */
  private static <T> void inParallel(List<T> sites, Consumer<T> work) {
    ExecutorService threads = Executors.newFixedThreadPool(sites.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      sites.forEach(site -> running.add(threads.submit(() -> work.accept(site))));
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DemoFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdown();
    }
  }

  private static Map<String, String> approval(String comment) {
    return Map.of(Variables.DECISION, Variables.APPROVE, Variables.COMMENT, comment);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    return new String(read(file), StandardCharsets.UTF_8).strip();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
