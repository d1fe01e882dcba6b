package io.consilium.platform.dataset;

import io.consilium.contract.Messages;
import io.consilium.contract.statement.Payload.PreparationCancelled;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.facility.NotYetExpected;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.StatementHandler;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A facility stops a preparation. */
@Component
class Cancellations implements StatementHandler<PreparationCancelled> {
  private final UnderPreparation preparing;
  private final Cases cases;

  Cancellations(UnderPreparation preparing, Cases cases) {
    this.preparing = preparing;
    this.cases = cases;
  }

  @Override
  public Class<PreparationCancelled> payloadType() {
    return PreparationCancelled.class;
  }

  @Override
  public void handle(ReceivedStatement<PreparationCancelled> statement) {
    PreparationCancelled payload = statement.payload();
    Dataset dataset = preparing.require(payload.datasetId(), payload.facilityId());
    // A failed one has ended already, perhaps because its worker answered an order by the same.
    if (dataset.state() == DatasetState.PREPARING
        && !cases.correlate(Messages.PREPARATION_CANCELLED, dataset.id(), Map.of())) {
      throw new NotYetExpected("The preparation of %s is about to end.".formatted(dataset.id()));
    }
  }
}
