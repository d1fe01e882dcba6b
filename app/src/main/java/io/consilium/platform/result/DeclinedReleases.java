package io.consilium.platform.result;

import io.consilium.contract.Messages;
import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import io.consilium.contract.statement.Payload.ReleaseDeclined;
import io.consilium.platform.engine.Cases;
import io.consilium.platform.facility.NotYetExpected;
import io.consilium.platform.facility.ReceivedStatement;
import io.consilium.platform.facility.StatementHandler;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A facility keeps a result to itself. */
@Component
class DeclinedReleases implements StatementHandler<ReleaseDeclined> {
  private final OrderedExecutions orders;
  private final Cases cases;

  DeclinedReleases(OrderedExecutions orders, Cases cases) {
    this.orders = orders;
    this.cases = cases;
  }

  @Override
  public Class<ReleaseDeclined> payloadType() {
    return ReleaseDeclined.class;
  }

  @Override
  public void handle(ReceivedStatement<ReleaseDeclined> statement) {
    ReleaseDeclined decision = statement.payload();
    orders.open(decision.executionId(), decision.facilityId());
    if (!cases.correlate(
        Messages.RESULT_DECIDED,
        decision.executionId(),
        Map.of(Variables.REASON, Reason.RELEASE_DECLINED.name()))) {
      throw new NotYetExpected(
          "The execution %s is not evaluated yet.".formatted(decision.executionId()));
    }
  }
}
