package io.consilium.worker.step;

import io.consilium.contract.Reason;
import io.consilium.worker.sandbox.StepOutcome;
import java.util.function.Supplier;

/** Turns a container's end into the end of an order. */
final class Outcomes {
  private Outcomes() {}

  /** What follows from a container's end; the supplier goes on after a success. */
  static StepResult then(StepOutcome outcome, Supplier<StepResult> next) {
    if (outcome instanceof StepOutcome.Failed failed) {
      return new StepResult.Failed(
          failed.detail().reason(), failed.detail() + ": " + failed.explanation());
    }
    if (outcome instanceof StepOutcome.EngineUnavailable unavailable) {
      return new StepResult.PassingFault(Reason.STEP_FAILED, unavailable.explanation());
    }
    return next.get();
  }
}
