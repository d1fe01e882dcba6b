package io.consilium.worker.step;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.release.ReleaseGate;
import io.consilium.worker.sandbox.Detail;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.sandbox.SandboxSettings;
import io.consilium.worker.sandbox.StepOutcome;
import io.consilium.worker.site.Folders;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import io.consilium.worker.site.SitePolicy;
import io.consilium.worker.site.SiteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Tries containers sealed as at a site, on demo data, without a site and without a platform. What
 * it needs lies in a folder of its own, which is deleted at the end.
 */
public final class TestRun implements AutoCloseable {
  private static final String CASE = "test-run";
  private static final Duration NO_PULL = Duration.ofSeconds(1);

  private final Path folder;
  private final Site site;
  private final Sandbox sandbox;
  private final Containers containers;
  private final TrialWatcher watcher;
  private final Advice advice;
  private final List<TriedStep> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private TestRun(Path folder, URI engine, SitePolicy policy, TrialWatcher watcher) {
    SiteHome home = new SiteHome(folder);
    this.folder = home.root();
    this.site = new Site(home, settings(engine), policy);
    this.sandbox =
        Sandbox.withLocalImages(
            new SandboxSettings(
                engine,
                CASE,
                home.root(),
                home.scratch(),
                Set.of(),
                NO_PULL,
                policy.sandbox().engineExceptions()),
            notes::add);
    this.containers = new Containers(site, sandbox);
    this.watcher = watcher;
    this.advice = new Advice(policy);
  }

  /**
   * A test run.
   *
   * @param engine address of the container engine
   * @param policy whose limits hold
   * @param watcher is told how it goes
   */
  public static TestRun on(URI engine, SitePolicy policy, TrialWatcher watcher) {
    try {
      return new TestRun(Files.createTempDirectory("consilium-test-"), engine, policy, watcher);
    } catch (IOException e) {
      throw new UncheckedIOException("There is no room for temporary files", e);
    }
  }

  private static SiteSettings settings(URI engine) {
    return SiteSettings.parse(
        """
        facility: {id: %s, name: Test run, organisation: none}
        platform: {url: "http://127.0.0.1"}
        engine: {host: "%s"}
        """
            .formatted(CASE, engine)
            .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Tries a whole benchmark.
   *
   * @param model what infers
   * @param demo the demo dataset, a .tar.gz with a paths.yaml
   * @throws InterruptedException when the thread was interrupted; nothing is left running
   */
  public Trial benchmark(BenchmarkDocument revision, ContainerSpec model, Path demo)
      throws InterruptedException {
    DemoArchive.Parts parts;
    try {
      compare(revision.demoDataset().sha256(), demo);
      parts =
          new DemoArchive(
                  site.policy().resources().outputBytes(), site.policy().resources().outputFiles())
              .unpack(demo, sandbox.scratch(CASE).fresh("demo"));
    } catch (DemoArchive.Unusable e) {
      return new Trial(
          steps,
          Optional.of(Optional.ofNullable(e.getMessage()).orElse("demo dataset: unusable")),
          "A demo dataset is a .tar.gz of plain files with a paths.yaml at its root that names"
              + " data_path and labels_path.",
          notes,
          Optional.empty());
    }
    TrialChain chain =
        new TrialChain(CASE, revision, containers, sandbox.scratch(CASE), watchingToo());
    chain.run(model, parts);
    Trial trial = trial();
    return trial.passed()
        ? new Trial(steps, trial.fault(), "", notes, Optional.of(read(chain.results())))
        : trial;
  }

  private void compare(String registered, Path demo) throws DemoArchive.Unusable {
    try {
      String found = CanonicalJson.sha256(Files.readAllBytes(demo));
      if (!found.equals(registered)) {
        notes.add(
            "the demo dataset's SHA-256 is %s, but benchmark.yaml registers %s: one of them is to be changed"
                .formatted(found, registered));
      }
    } catch (IOException e) {
      throw new DemoArchive.Unusable("demo dataset: " + demo + " cannot be read");
    }
  }

  /**
   * Tries one task of one container.
   *
   * @param inputs folders that it may read, by volume; those that the task cannot have are left out
   * @param output where its outputs are to be kept, if anywhere; an empty or new folder
   * @param revision whose schemas its output is held against, if any
   * @throws InterruptedException when the thread was interrupted; nothing is left running
   */
  public Trial container(
      ContainerSpec container,
      Role role,
      Map<VolumeKey, Path> inputs,
      Optional<Path> output,
      Optional<BenchmarkDocument> revision)
      throws InterruptedException {
    if (container.config().task(role.task()).isEmpty()) {
      return new Trial(
          steps,
          Optional.of("The container has no task " + role.task().word()),
          Advice.missingTask(role.task(), container.config().tasks()),
          notes,
          Optional.empty());
    }
    Path place = output.orElseGet(() -> sandbox.scratch(CASE).fresh("output"));
    Map<VolumeKey, Path> readable = new EnumMap<>(VolumeKey.class);
    inputs.forEach(
        (key, path) -> {
          if (role.mayRead(key)) {
            readable.put(key, path);
          }
        });
    Map<VolumeKey, Path> writable = new EnumMap<>(VolumeKey.class);
    for (VolumeKey key : VolumeKey.values()) {
      if (role.mayWrite(key)) {
        writable.put(key, place.resolve(key.word()));
      }
    }
    watcher.begins(role, container);
    long begun = System.nanoTime();
    StepOutcome outcome =
        judged(
            containers.run(
                CASE,
                role,
                site.policy().stepDeadline(),
                container,
                new Containers.Volumes(readable, writable)),
            role,
            container,
            writable,
            revision);
    watchingToo()
        .ended(
            new TriedStep(
                role,
                container,
                outcome,
                Duration.ofNanos(System.nanoTime() - begun),
                TestLog.tail(containers.log(CASE, role))));
    return trial();
  }

  private static StepOutcome judged(
      StepOutcome outcome,
      Role role,
      ContainerSpec container,
      Map<VolumeKey, Path> written,
      Optional<BenchmarkDocument> revision) {
    Optional<String> fault = Optional.empty();
    if (outcome instanceof StepOutcome.Succeeded) {
      fault =
          switch (role) {
            case PREPARE, INFER ->
                written.entrySet().stream()
                    .filter(entry -> isNeeded(entry.getKey()))
                    .flatMap(
                        entry ->
                            TrialChain.nothingIn(entry.getValue(), entry.getKey(), role, container)
                                .stream())
                    .findFirst();
            case EVALUATE ->
                revision.flatMap(
                    known ->
                        ReleaseGate.faults(
                            "results.yaml",
                            written.getOrDefault(VolumeKey.OUTPUT_PATH, Path.of("")),
                            known.metricSchema()));
            case STATISTICS ->
                revision.flatMap(
                    known ->
                        ReleaseGate.faults(
                            "statistics.yaml",
                            written.getOrDefault(VolumeKey.OUTPUT_PATH, Path.of("")),
                            known.statisticsSchema()));
            case SANITY_CHECK -> Optional.empty();
          };
    }
    return fault
        .<StepOutcome>map(
            words -> new StepOutcome.Failed(Detail.OUTPUT_INVALID, words, OptionalInt.empty()))
        .orElse(outcome);
  }

  private static boolean isNeeded(VolumeKey key) {
    return key == VolumeKey.OUTPUT_PATH || key == VolumeKey.OUTPUT_LABELS_PATH;
  }

  private TrialWatcher watchingToo() {
    return new TrialWatcher() {
      @Override
      public void begins(Role role, ContainerSpec container) {
        watcher.begins(role, container);
      }

      @Override
      public void ended(TriedStep step) {
        steps.add(step);
        watcher.ended(step);
      }
    };
  }

  private Trial trial() {
    Optional<TriedStep> failed = steps.stream().filter(step -> !step.passed()).findFirst();
    return new Trial(
        steps,
        failed.map(step -> words(step.outcome())),
        failed.map(advice::about).orElse(""),
        notes,
        Optional.empty());
  }

  /** Without the place of a log that is deleted in a moment. */
  private static String words(StepOutcome outcome) {
    if (outcome instanceof StepOutcome.Failed failed) {
      return failed.explanation().replaceFirst("; what it printed is in \\S+", "");
    }
    return outcome instanceof StepOutcome.EngineUnavailable unavailable
        ? unavailable.explanation()
        : "";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The result " + file + " cannot be read", e);
    }
  }

  @Override
  public void close() {
    sandbox.close();
    Folders.delete(folder);
  }
}
