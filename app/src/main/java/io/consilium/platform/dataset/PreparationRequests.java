package io.consilium.platform.dataset;

import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import io.consilium.contract.statement.Payload.PreparationRequested;
import io.consilium.platform.benchmark.AgreedRevisions;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.Refused;
import io.consilium.platform.facility.StatementHandler;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A facility asks that one of its datasets be prepared for a benchmark. */
@Component
class PreparationRequests implements StatementHandler<PreparationRequested> {
  private final Datasets datasets;
  private final PreparationProgress progress;
  private final AgreedRevisions revisions;
  private final Cases cases;

  PreparationRequests(
      Datasets datasets, PreparationProgress progress, AgreedRevisions revisions, Cases cases) {
    this.datasets = datasets;
    this.progress = progress;
    this.revisions = revisions;
    this.cases = cases;
  }

  @Override
  public Class<PreparationRequested> payloadType() {
    return PreparationRequested.class;
  }

  @Override
  public void handle(ReceivedStatement<PreparationRequested> statement) {
    PreparationRequested request = statement.payload();
    refuseForeignName(request);
    revisions.require(request.benchmarkId(), request.revision(), request.revisionDigest());
    Optional<Dataset> known = datasets.find(request.datasetId());
    if (known.filter(dataset -> dataset.state() == DatasetState.REGISTERED).isPresent()) {
      throw new Refused(
          "The dataset %s is registered and does not change: prepare another version under another name."
              .formatted(request.datasetId()));
    }
    if (known.filter(dataset -> dataset.state() == DatasetState.PREPARING).isPresent()) {
      throw new Refused("The dataset %s is being prepared already.".formatted(request.datasetId()));
    }
    datasets.prepare(request);
    progress.beginAnew(request.datasetId());
    cases.start(
        ProcessKeys.DATASET_PREPARATION,
        request.datasetId(),
        Map.of(
            Variables.FACILITY_ID, request.facilityId(),
            Variables.DATASET_ID, request.datasetId(),
            Variables.BENCHMARK_ID, request.benchmarkId(),
            Variables.REVISION_NUMBER, request.revision(),
            Variables.REVISION_DIGEST, request.revisionDigest()));
  }

  private static void refuseForeignName(PreparationRequested request) {
    String prefix = request.facilityId() + ".";
    if (!request.datasetId().startsWith(prefix)
        || !Ids.isName(request.datasetId().substring(prefix.length()))) {
      throw new Refused(
          "The dataset's id %s is not %s and a name of small letters, digits and hyphens."
              .formatted(request.datasetId(), prefix));
    }
  }
}
