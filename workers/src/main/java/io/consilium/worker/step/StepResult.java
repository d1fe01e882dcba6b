package io.consilium.worker.step;

import io.consilium.contract.Reason;

/** How an order ended. Explanations are for the people at the site and never leave. */
public sealed interface StepResult {
  /** It was carried out. */
  record Done() implements StepResult {}

  /** It has no result, and would have none if it were tried again. */
  record Failed(Reason reason, String explanation) implements StepResult {}

  /** A passing fault; it is to be tried again. */
  record PassingFault(Reason reason, String explanation) implements StepResult {}
}
