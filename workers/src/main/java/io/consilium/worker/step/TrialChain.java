package io.consilium.worker.step;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.ContainerTask;
import io.consilium.contract.container.Volume;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.release.ReleaseGate;
import io.consilium.worker.sandbox.Detail;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.Scratch;
import io.consilium.worker.sandbox.StepOutcome;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A benchmark's whole chain on demo data: prepare, check, count, infer, evaluate. What is written
 * is held against the revision's schemas as at a site.
 */
final class TrialChain {
  private final String caseId;
  private final BenchmarkDocument revision;
  private final Containers containers;
  private final Scratch scratch;
  private final TrialWatcher watcher;
  private StepResult result = new StepResult.Done();

  TrialChain(
      String caseId,
      BenchmarkDocument revision,
      Containers containers,
      Scratch scratch,
      TrialWatcher watcher) {
    this.caseId = caseId;
    this.revision = revision;
    this.containers = containers;
    this.scratch = scratch;
    this.watcher = watcher;
  }

  /** Looks at what a step wrote; says what is wrong with it, if anything. */
  private interface Look {
    Optional<String> fault();
  }

  /** Goes through the steps, until one of them fails. */
  StepResult run(ContainerSpec model, DemoArchive.Parts demo) throws InterruptedException {
    ContainerSpec preparator = revision.containers().preparator();
    ContainerSpec evaluator = revision.containers().evaluator();
    PreparedData prepared = new PreparedData(SiteHome.makePrivate(scratch.fresh("prepared")));
    Path predictions = scratch.fresh("predictions");
    scratch.fresh("results.yaml");
    Map<VolumeKey, Path> inputs = PreparationSteps.preparedInputs(prepared);
    step(
        Role.PREPARE,
        preparator,
        new Containers.Volumes(
            Map.of(VolumeKey.DATA_PATH, demo.data(), VolumeKey.LABELS_PATH, demo.labels()),
            Map.of(
                VolumeKey.OUTPUT_PATH, prepared.data(),
                VolumeKey.OUTPUT_LABELS_PATH, prepared.labels(),
                VolumeKey.METADATA_PATH, prepared.metadata(),
                VolumeKey.REPORT_FILE, prepared.report())),
        () ->
            nothingIn(prepared.data(), VolumeKey.OUTPUT_PATH, Role.PREPARE, preparator)
                .or(
                    () ->
                        nothingIn(
                            prepared.labels(),
                            VolumeKey.OUTPUT_LABELS_PATH,
                            Role.PREPARE,
                            preparator)));
    step(
        Role.SANITY_CHECK,
        preparator,
        new Containers.Volumes(inputs, Map.of()),
        Optional::<String>empty);
    step(
        Role.STATISTICS,
        preparator,
        new Containers.Volumes(inputs, Map.of(VolumeKey.OUTPUT_PATH, prepared.statistics())),
        schema("statistics.yaml", prepared.statistics(), revision.statisticsSchema()));
    step(
        Role.INFER,
        model,
        new Containers.Volumes(
            Map.of(VolumeKey.DATA_PATH, prepared.data()),
            Map.of(VolumeKey.OUTPUT_PATH, predictions)),
        () -> nothingIn(predictions, VolumeKey.OUTPUT_PATH, Role.INFER, model));
    step(
        Role.EVALUATE,
        evaluator,
        new Containers.Volumes(
            Map.of(VolumeKey.PREDICTIONS, predictions, VolumeKey.LABELS, prepared.labels()),
            Map.of(
                VolumeKey.OUTPUT_PATH,
                results(),
                VolumeKey.LOCAL_OUTPUTS_PATH,
                scratch.fresh("local-outputs"))),
        schema("results.yaml", results(), revision.metricSchema()));
    return result;
  }

  /** What the evaluator wrote, when the chain came so far. */
  Path results() {
    return scratch.path("results.yaml");
  }

  private void step(Role role, ContainerSpec container, Containers.Volumes volumes, Look look)
      throws InterruptedException {
    if (!(result instanceof StepResult.Done)) {
      return;
    }
    watcher.begins(role, container);
    long begun = System.nanoTime();
    StepOutcome outcome =
        judged(
            containers.run(caseId, role, revision.policy().executionDeadline(), container, volumes),
            look);
    Duration took =
        outcome instanceof StepOutcome.Succeeded succeeded
            ? succeeded.took()
            : Duration.ofNanos(System.nanoTime() - begun);
    watcher.ended(
        new TriedStep(role, container, outcome, took, TestLog.tail(containers.log(caseId, role))));
    result = Outcomes.then(outcome, StepResult.Done::new);
  }

  private static StepOutcome judged(StepOutcome outcome, Look look) {
    if (!(outcome instanceof StepOutcome.Succeeded)) {
      return outcome;
    }
    return look.fault()
        .<StepOutcome>map(
            fault -> new StepOutcome.Failed(Detail.OUTPUT_INVALID, fault, OptionalInt.empty()))
        .orElse(outcome);
  }

  private static Look schema(String name, Path file, MetricSchema schema) {
    return () -> ReleaseGate.faults(name, file, schema);
  }

  /** An empty folder would only be noticed by whoever reads it, in words of its own. */
  static Optional<String> nothingIn(
      Path folder, VolumeKey key, Role role, ContainerSpec container) {
    try (Stream<Path> found = Files.walk(folder)) {
      if (found.anyMatch(Files::isRegularFile)) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The output " + folder + " cannot be read", e);
    }
    String mount =
        container
            .config()
            .task(role.task())
            .flatMap((ContainerTask task) -> task.output(key))
            .map(Volume::mountPath)
            .orElse("its folder");
    return Optional.of(
        "The container %s wrote nothing to %s (%s)".formatted(container.id(), key.word(), mount));
  }
}
