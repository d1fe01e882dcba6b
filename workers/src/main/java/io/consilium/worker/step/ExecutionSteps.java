package io.consilium.worker.step;

import io.consilium.contract.Reason;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.VolumeKey;
import io.consilium.worker.authorisation.Grant;
import io.consilium.worker.authorisation.Order;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.Fingerprints;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.release.ReleaseGate;
import io.consilium.worker.release.Verdict;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.sandbox.Scratch;
import io.consilium.worker.site.Site;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs a model, and evaluates its predictions. */
final class ExecutionSteps {
  private static final String PREDICTIONS = "predictions";
  private static final String RESULTS = "results.yaml";

  private final Site site;
  private final Fingerprints fingerprints;
  private final Sandbox sandbox;
  private final Containers containers;
  private final Executions executions;
  private final ReleaseGate gate;
  private final ReleaseDesk desk;
  private final Predictions predictions;

  ExecutionSteps(
      Site site,
      Fingerprints fingerprints,
      Sandbox sandbox,
      Containers containers,
      Executions executions,
      ReleaseGate gate,
      ReleaseDesk desk,
      Predictions predictions) {
    this.site = site;
    this.fingerprints = fingerprints;
    this.sandbox = sandbox;
    this.containers = containers;
    this.executions = executions;
    this.gate = gate;
    this.desk = desk;
    this.predictions = predictions;
  }

  StepResult infer(Order.Inference order, Grant.Inference grant) throws InterruptedException {
    Dataset dataset = grant.dataset();
    BenchmarkDocument revision = grant.revision();
    Scratch scratch = sandbox.scratch(order.executionId());
    if (isInferred(order.executionId()) && Files.isDirectory(scratch.path(PREDICTIONS))) {
      // The worker died before it had recorded the order's end, or the order came twice.
      return new StepResult.Done();
    }
    executions.begin(
        new Executions.Start(
            order.executionId(),
            order.roundId(),
            revision.id(),
            revision.revision(),
            revision.digest(),
            dataset.name(),
            dataset.fingerprint().orElseThrow(),
            order.modelId(),
            grant.model().digest(),
            revision.containers().evaluator().digest()));
    desk.began(order.executionId(), grant.model(), revision.containers().evaluator());
    Optional<StepResult> changed = changed(dataset);
    if (changed.isPresent()) {
      return ended(order.executionId(), changed.get());
    }
    try {
      return ended(order.executionId(), predict(order, grant, scratch));
    } finally {
      // Interrupted, or a fault: half of the predictions are of no use to the next try.
      predictions.destroyUnlessInferred(order.executionId());
    }
  }

  private StepResult predict(Order.Inference order, Grant.Inference grant, Scratch scratch)
      throws InterruptedException {
    return Outcomes.then(
        containers.run(
            order.executionId(),
            Role.INFER,
            grant.revision(),
            grant.model(),
            new Containers.Volumes(
                Map.of(VolumeKey.DATA_PATH, prepared(grant.dataset()).data()),
                Map.of(VolumeKey.OUTPUT_PATH, scratch.path(PREDICTIONS)))),
        () -> {
          executions.inferred(order.executionId());
          return new StepResult.Done();
        });
  }

  private boolean isInferred(String executionId) {
    return executions
        .find(executionId)
        .filter(known -> known.state() == Execution.State.INFERRED)
        .isPresent();
  }

  StepResult evaluate(Grant.Evaluation grant) throws InterruptedException {
    Execution execution = grant.execution();
    if (execution.state() != Execution.State.INFERRED) {
      return earlierEnd(execution);
    }
    Dataset dataset = grant.dataset();
    Optional<StepResult> changed = changed(dataset);
    if (changed.isPresent()) {
      return ended(execution.id(), changed.get());
    }
    Scratch scratch = sandbox.scratch(execution.id());
    Path predicted = scratch.path(PREDICTIONS);
    if (!Files.isDirectory(predicted)) {
      return ended(
          execution.id(),
          new StepResult.Failed(Reason.STEP_FAILED, "the predictions are gone from " + predicted));
    }
    Path results = scratch.path(RESULTS);
    return ended(
        execution.id(),
        Outcomes.then(
            containers.run(
                execution.id(),
                Role.EVALUATE,
                grant.revision(),
                grant.revision().containers().evaluator(),
                new Containers.Volumes(
                    Map.of(
                        VolumeKey.PREDICTIONS,
                        predicted,
                        VolumeKey.LABELS,
                        prepared(dataset).labels()),
                    Map.of(
                        VolumeKey.OUTPUT_PATH,
                        results,
                        VolumeKey.LOCAL_OUTPUTS_PATH,
                        site.home().localOutputs(execution.id())))),
            () -> judge(execution, grant, results, scratch)));
  }

  private StepResult judge(
      Execution execution, Grant.Evaluation grant, Path results, Scratch scratch) {
    Dataset dataset = grant.dataset();
    Verdict verdict =
        desk.examine(
            execution, dataset, gate.judgeResult(results, grant.revision(), desk.known(dataset)));
    if (verdict instanceof Verdict.Invalid invalid) {
      return new StepResult.Failed(Reason.STEP_FAILED, "OUTPUT_INVALID: " + invalid.explanation());
    }
    if (verdict instanceof Verdict.Withheld withheld) {
      return new StepResult.Failed(Reason.WITHHELD, withheld.explanation());
    }
    desk.stage(execution, (Verdict.Passed) verdict, grant.revision().audience());
    scratch.destroy();
    return new StepResult.Done();
  }

  /** The order came again after the execution had ended here: the answer is the same. */
  private static StepResult earlierEnd(Execution execution) {
    if (execution.state() == Execution.State.FAILED) {
      return new StepResult.Failed(
          execution.reason().flatMap(Reason::named).orElse(Reason.STEP_FAILED),
          execution.detail().orElse("it failed before"));
    }
    return new StepResult.Done();
  }

  private StepResult ended(String executionId, StepResult result) {
    if (result instanceof StepResult.Failed failed) {
      executions.fail(executionId, failed.reason(), failed.explanation());
      predictions.destroy(executionId);
    }
    return result;
  }

  private Optional<StepResult> changed(Dataset dataset) throws InterruptedException {
    PreparedData prepared = prepared(dataset);
    if (!Files.isDirectory(prepared.data()) || !Files.isDirectory(prepared.labels())) {
      return Optional.of(
          new StepResult.Failed(
              Reason.DATA_UNAVAILABLE, "the prepared data is gone from " + prepared.folder()));
    }
    try {
      String now = fingerprints.current(dataset.name(), prepared).keyed();
      return now.equals(dataset.fingerprint().orElseThrow())
          ? Optional.empty()
          : Optional.of(
              new StepResult.Failed(
                  Reason.DATA_CHANGED,
                  "the prepared data in %s is not what was registered"
                      .formatted(prepared.folder())));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof InterruptedIOException) {
        throw new InterruptedException("The step was stopped while data was read");
      }
      return Optional.of(
          new StepResult.Failed(
              Reason.DATA_CHANGED,
              "the prepared data in %s cannot be read: %s"
                  .formatted(prepared.folder(), e.getCause())));
    }
  }

  private PreparedData prepared(Dataset dataset) {
    return PreparedData.of(site.home(), dataset.name());
  }
}
