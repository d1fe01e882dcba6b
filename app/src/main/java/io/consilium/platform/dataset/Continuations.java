package io.consilium.platform.dataset;

import io.consilium.contract.Messages;
import io.consilium.contract.statement.Payload.PreparationContinued;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.facility.NotYetExpected;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.Refused;
import io.consilium.platform.facility.StatementHandler;
import java.util.Map;
import org.springframework.stereotype.Component;

/** People at a facility did their part of a preparation. */
@Component
class Continuations implements StatementHandler<PreparationContinued> {
  private final UnderPreparation preparing;
  private final Cases cases;

  Continuations(UnderPreparation preparing, Cases cases) {
    this.preparing = preparing;
    this.cases = cases;
  }

  @Override
  public Class<PreparationContinued> payloadType() {
    return PreparationContinued.class;
  }

  @Override
  public void handle(ReceivedStatement<PreparationContinued> statement) {
    PreparationContinued payload = statement.payload();
    Dataset dataset = preparing.require(payload.datasetId(), payload.facilityId());
    if (dataset.state() == DatasetState.FAILED) {
      throw new Refused("The dataset %s is not being prepared any more.".formatted(dataset.id()));
    }
    if (!cases.correlate(Messages.PREPARATION_CONTINUED, dataset.id(), Map.of())) {
      throw new NotYetExpected(
          "The preparation of %s does not wait for people yet.".formatted(dataset.id()));
    }
  }
}
