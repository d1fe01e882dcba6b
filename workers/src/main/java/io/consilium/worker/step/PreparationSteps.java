package io.consilium.worker.step;

import io.consilium.contract.Ids;
import io.consilium.contract.Reason;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.TaskName;
import io.consilium.contract.container.VolumeKey;
import io.consilium.worker.authorisation.Grant;
import io.consilium.worker.authorisation.Order.Preparation.Stage;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.Fingerprints;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.preparation.ReportFile;
import io.consilium.worker.release.ReleaseGate;
import io.consilium.worker.release.Verdict;
import io.consilium.worker.sandbox.Detail;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.StepOutcome;
import io.consilium.worker.site.Folders;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares, checks and counts a dataset. */
final class PreparationSteps {
  private static final Logger LOG = LoggerFactory.getLogger(PreparationSteps.class);

  private final Site site;
  private final Fingerprints fingerprints;
  private final Containers containers;
  private final Catalogue catalogue;
  private final ReleaseGate gate;

  /** Who carries out a step of a dataset now, by the dataset's name. */
  private final ConcurrentMap<String, Thread> running = new ConcurrentHashMap<>();

  PreparationSteps(
      Site site,
      Fingerprints fingerprints,
      Containers containers,
      Catalogue catalogue,
      ReleaseGate gate) {
    this.site = site;
    this.fingerprints = fingerprints;
    this.containers = containers;
    this.catalogue = catalogue;
    this.gate = gate;
  }

  StepResult carryOut(Stage stage, Grant.Preparation grant) throws InterruptedException {
    String name = grant.dataset().name();
    StepResult result;
    running.put(name, Thread.currentThread());
    try {
      result =
          switch (stage) {
            case PREPARE -> prepare(grant.dataset(), grant.revision());
            case SANITY_CHECK -> check(grant.dataset(), grant.revision());
            case STATISTICS -> count(grant.dataset(), grant.revision());
          };
    } catch (InterruptedException e) {
      if (!isCancelled(name)) {
        throw e;
      }
      result = cancelled(name);
    } finally {
      running.remove(name);
    }
    if (isCancelled(name)) {
      // The interrupt may have come after the last place that listened to it.
      boolean late = Thread.interrupted();
      LOG.debug("The preparation of {} was cancelled; late: {}", name, late);
      return cancelled(name);
    }
    if (result instanceof StepResult.Failed failed && failed.reason() != Reason.WORK_OUTSTANDING) {
      catalogue.fail(name, failed.reason(), failed.explanation());
    }
    return result;
  }

  /** Ends the step of a dataset that runs now, if any; its cancellation was recorded before. */
  void interrupt(String name) {
    running.computeIfPresent(
        name,
        (key, thread) -> {
          thread.interrupt();
          return thread;
        });
  }

  private boolean isCancelled(String name) {
    return catalogue
        .find(name)
        .filter(dataset -> dataset.state() != Dataset.State.CANCELLED)
        .isEmpty();
  }

  private static StepResult cancelled(String name) {
    return new StepResult.Failed(
        Reason.CANCELLED, "the preparation of %s was cancelled here".formatted(name));
  }

  private StepResult prepare(Dataset dataset, BenchmarkDocument revision)
      throws InterruptedException {
    PreparedData prepared = prepared(dataset);
    ContainerSpec preparator = revision.containers().preparator();
    if (goesOn(preparator)) {
      // What people made or changed there belongs to them, and the container could not go on with
      // it.
      HandOver.folder(prepared.folder(), site.policy().runAs());
    } else {
      Folders.delete(prepared.folder());
    }
    SiteHome.makePrivate(prepared.folder());
    return Outcomes.then(
        containers.run(
            caseId(dataset),
            Role.PREPARE,
            revision,
            preparator,
            new Containers.Volumes(
                Map.of(
                    VolumeKey.DATA_PATH, dataset.data(),
                    VolumeKey.LABELS_PATH, dataset.labels()),
                Map.of(
                    VolumeKey.OUTPUT_PATH, prepared.data(),
                    VolumeKey.OUTPUT_LABELS_PATH, prepared.labels(),
                    VolumeKey.METADATA_PATH, prepared.metadata(),
                    VolumeKey.REPORT_FILE, prepared.report()))),
        () -> {
          catalogue.advance(dataset.name(), Dataset.State.DATA_PREPARED);
          return new StepResult.Done();
        });
  }

  /** A preparator with a report takes up its work where it stopped. */
  private static boolean goesOn(ContainerSpec preparator) {
    return preparator
        .config()
        .task(TaskName.PREPARE)
        .flatMap(task -> task.output(VolumeKey.REPORT_FILE))
        .isPresent();
  }

  private StepResult check(Dataset dataset, BenchmarkDocument revision)
      throws InterruptedException {
    PreparedData prepared = prepared(dataset);
    ContainerSpec preparator = revision.containers().preparator();
    StepOutcome outcome =
        containers.run(
            caseId(dataset),
            Role.SANITY_CHECK,
            revision,
            preparator,
            new Containers.Volumes(preparedInputs(prepared), Map.of()));
    if (outcome instanceof StepOutcome.Failed failed
        && failed.detail() == Detail.PREPARATOR_FAILED
        && goesOn(preparator)
        && ReportFile.exists(prepared.report())) {
      return outstanding(dataset, failed);
    }
    return Outcomes.then(
        outcome,
        () -> {
          catalogue.advance(dataset.name(), Dataset.State.CHECKED);
          return new StepResult.Done();
        });
  }

  /** A check that fails while there is a report is no failure: people have work to do. */
  private StepResult outstanding(Dataset dataset, StepOutcome.Failed failed) {
    catalogue.awaitWork(dataset.name(), failed.explanation());
    return new StepResult.Failed(Reason.WORK_OUTSTANDING, failed.explanation());
  }

  private StepResult count(Dataset dataset, BenchmarkDocument revision)
      throws InterruptedException {
    PreparedData prepared = prepared(dataset);
    return Outcomes.then(
        containers.run(
            caseId(dataset),
            Role.STATISTICS,
            revision,
            revision.containers().preparator(),
            new Containers.Volumes(
                preparedInputs(prepared), Map.of(VolumeKey.OUTPUT_PATH, prepared.statistics()))),
        () -> judge(dataset, revision, prepared));
  }

  private StepResult judge(Dataset dataset, BenchmarkDocument revision, PreparedData prepared) {
    Verdict verdict = gate.judgeStatistics(prepared.statistics(), revision, dataset.people());
    if (verdict instanceof Verdict.Invalid invalid) {
      return new StepResult.Failed(Reason.STEP_FAILED, "OUTPUT_INVALID: " + invalid.explanation());
    }
    if (verdict instanceof Verdict.Withheld withheld) {
      return new StepResult.Failed(Reason.WITHHELD, withheld.explanation());
    }
    catalogue.prepared(
        dataset.name(),
        fingerprints.full(dataset.name(), prepared),
        ((Verdict.Passed) verdict).metrics().canonicalJson());
    return new StepResult.Done();
  }

  static Map<VolumeKey, Path> preparedInputs(PreparedData prepared) {
    return Map.of(
        VolumeKey.DATA_PATH, prepared.data(),
        VolumeKey.LABELS_PATH, prepared.labels(),
        VolumeKey.METADATA_PATH, prepared.metadata());
  }

  private PreparedData prepared(Dataset dataset) {
    return PreparedData.of(site.home(), dataset.name());
  }

  private String caseId(Dataset dataset) {
    return Ids.dataset(site.settings().facilityId(), dataset.name());
  }
}
