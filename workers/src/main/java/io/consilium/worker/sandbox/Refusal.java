package io.consilium.worker.sandbox;

import java.util.OptionalInt;

/** A step that cannot be run, or cannot have a result; carries the outcome out of the depth. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final Detail detail;
  private final String explanation;

  Refusal(Detail detail, String explanation) {
    super(explanation);
    this.detail = detail;
    this.explanation = explanation;
  }

  StepOutcome.Failed outcome() {
    return new StepOutcome.Failed(detail, explanation, OptionalInt.empty());
  }
}
