package io.consilium.platform.dataset;

import io.consilium.contract.statement.Payload.ProgressConsented;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.StatementHandler;
import org.springframework.stereotype.Component;

/** A facility lets the platform know how far a preparation is, or no longer. */
@Component
class ProgressConsents implements StatementHandler<ProgressConsented> {
  private final UnderPreparation preparing;
  private final PreparationProgress progress;

  ProgressConsents(UnderPreparation preparing, PreparationProgress progress) {
    this.preparing = preparing;
    this.progress = progress;
  }

  @Override
  public Class<ProgressConsented> payloadType() {
    return ProgressConsented.class;
  }

  @Override
  public void handle(ReceivedStatement<ProgressConsented> statement) {
    ProgressConsented payload = statement.payload();
    Dataset dataset = preparing.require(payload.datasetId(), payload.facilityId());
    progress.consent(dataset.id(), payload.consent());
  }
}
