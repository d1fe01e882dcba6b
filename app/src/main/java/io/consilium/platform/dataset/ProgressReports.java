package io.consilium.platform.dataset;

import io.consilium.contract.statement.Payload.ProgressReported;
import io.consilium.platform.benchmark.AgreedRevisions;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.Refused;
import io.consilium.platform.facility.StatementHandler;
import java.util.Set;
import org.springframework.stereotype.Component;

/** How far a preparation is. What is finer than agreed is refused here, too. */
@Component
class ProgressReports implements StatementHandler<ProgressReported> {
  private static final int STEP = 10;
  private static final int WHOLE = 100;

  private final UnderPreparation preparing;
  private final AgreedRevisions revisions;
  private final PreparationProgress progress;

  ProgressReports(
      UnderPreparation preparing, AgreedRevisions revisions, PreparationProgress progress) {
    this.preparing = preparing;
    this.revisions = revisions;
    this.progress = progress;
  }

  @Override
  public Class<ProgressReported> payloadType() {
    return ProgressReported.class;
  }

  @Override
  public void handle(ReceivedStatement<ProgressReported> statement) {
    ProgressReported report = statement.payload();
    Dataset dataset = preparing.require(report.datasetId(), report.facilityId());
    Set<String> declared =
        Set.copyOf(
            revisions
                .require(report.benchmarkId(), report.revision(), report.revisionDigest())
                .content()
                .preparation()
                .stages());
    if (!dataset.benchmarkId().equals(report.benchmarkId())
        || dataset.revision() != report.revision()
        || !declared.equals(report.shares().keySet())) {
      throw new Refused("Progress is the share of cases at each stage that the revision declares.");
    }
    boolean coarse =
        report.shares().values().stream()
            .allMatch(share -> share >= 0 && share <= WHOLE && share % STEP == 0);
    if (!coarse || report.shares().values().stream().mapToInt(share -> share).sum() > WHOLE) {
      throw new Refused("Shares are multiples of 10 %, together at most 100 %.");
    }
    if (!progress.report(dataset.id(), report.shares(), statement.receivedAt())) {
      throw new Refused("The facility did not consent to progress about " + dataset.id() + ".");
    }
  }
}
