package io.consilium.platform.result;

import io.consilium.platform.facility.Refused;
import io.consilium.platform.round.Execution;
import io.consilium.platform.round.ExecutionState;
import io.consilium.platform.round.Rounds;
import org.springframework.stereotype.Component;

/** The executions about which a facility can still decide. */
@Component
class OrderedExecutions {
  private final Rounds rounds;

  OrderedExecutions(Rounds rounds) {
    this.rounds = rounds;
  }

  /**
   * The facility's execution, without a decision so far.
   *
   * @throws Refused when the facility has no such execution, or it has been decided
   */
  Execution open(String executionId, String facilityId) {
    Execution execution =
        rounds
            .execution(executionId)
            .filter(known -> known.facilityId().equals(facilityId))
            .orElseThrow(() -> new Refused("There is no execution " + executionId + "."));
    if (execution.resultId().isPresent()) {
      throw new Refused("A result of the execution %s was released.".formatted(executionId));
    }
    if (execution.state() != ExecutionState.OPEN) {
      throw new Refused(
          "The execution %s has ended: %s."
              .formatted(
                  executionId, execution.reason().map(reason -> reason.meaning()).orElse("")));
    }
    return execution;
  }
}
