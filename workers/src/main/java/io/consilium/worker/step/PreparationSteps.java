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
import io.consilium.worker.catalogue.Fingerprint;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.release.ReleaseGate;
import io.consilium.worker.release.Verdict;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import java.nio.file.Path;
import java.util.Map;

/** Prepares, checks and counts a dataset. */
final class PreparationSteps {
  private final Site site;
  private final SiteKeys keys;
  private final Containers containers;
  private final Catalogue catalogue;
  private final ReleaseGate gate;

  PreparationSteps(
      Site site, SiteKeys keys, Containers containers, Catalogue catalogue, ReleaseGate gate) {
    this.site = site;
    this.keys = keys;
    this.containers = containers;
    this.catalogue = catalogue;
    this.gate = gate;
  }

  StepResult carryOut(Stage stage, Grant.Preparation grant) throws InterruptedException {
    StepResult result =
        switch (stage) {
          case PREPARE -> prepare(grant.dataset(), grant.revision());
          case SANITY_CHECK -> check(grant.dataset(), grant.revision());
          case STATISTICS -> count(grant.dataset(), grant.revision());
        };
    if (result instanceof StepResult.Failed failed) {
      catalogue.fail(grant.dataset().name(), failed.reason(), failed.explanation());
    }
    return result;
  }

  private StepResult prepare(Dataset dataset, BenchmarkDocument revision)
      throws InterruptedException {
    PreparedData prepared = prepared(dataset);
    ContainerSpec preparator = revision.containers().preparator();
    if (!goesOn(preparator)) {
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
          catalogue.enter(dataset.name(), Dataset.State.DATA_PREPARED);
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
    return Outcomes.then(
        containers.run(
            caseId(dataset),
            Role.SANITY_CHECK,
            revision,
            revision.containers().preparator(),
            new Containers.Volumes(preparedInputs(prepared(dataset)), Map.of())),
        () -> {
          catalogue.enter(dataset.name(), Dataset.State.CHECKED);
          return new StepResult.Done();
        });
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
        Fingerprint.of(prepared.data(), prepared.labels(), keys.secret()),
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
