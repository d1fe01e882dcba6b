package io.consilium.worker.step;

import io.consilium.contract.Reason;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.sandbox.Sandbox;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predictions live in an execution's scratch from inference to evaluation, and no longer: however
 * the execution ends, they are destroyed.
 */
final class Predictions {
  /** A facility may be cut off for weeks; after that nobody will ask for an evaluation. */
  static final Duration LONGEST_WAIT = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(Predictions.class);

  private static final Set<Execution.State> UNDER_WAY =
      Set.of(Execution.State.STARTED, Execution.State.INFERRED);

  private final Sandbox sandbox;
  private final Executions executions;

  Predictions(Sandbox sandbox, Executions executions) {
    this.sandbox = sandbox;
    this.executions = executions;
  }

  /** Ends an execution that is under way, and destroys its predictions, if there are any. */
  void abandon(String executionId, Reason reason, String why) {
    if (executions
        .find(executionId)
        .map(Execution::state)
        .filter(UNDER_WAY::contains)
        .isPresent()) {
      executions.fail(executionId, reason, why);
    }
    destroy(executionId);
  }

  /** Destroys an execution's predictions; nothing when there are none. */
  void destroy(String executionId) {
    if (sandbox.scratches().contains(executionId)) {
      sandbox.scratch(executionId).destroy();
    }
  }

  /** Destroys an execution's predictions unless they are complete and wait for evaluation. */
  void destroyUnlessInferred(String executionId) {
    if (executions
        .find(executionId)
        .filter(known -> known.state() == Execution.State.INFERRED)
        .isEmpty()) {
      destroy(executionId);
    }
  }

  /**
   * Destroys what no execution needs. To be called before the first step only.
   *
   * @param underWay the cases that go on
   */
  void clearUp(Collection<String> underWay) {
    sweep();
    for (String caseId : sandbox.scratches()) {
      if (!underWay.contains(caseId)) {
        destroyUnlessInferred(caseId);
      }
    }
  }

  /** Ends the executions whose predictions wait for an evaluation that nobody orders. */
  void sweep() {
    for (Execution overdue : executions.inferredBefore(LONGEST_WAIT)) {
      LOG.warn("The predictions of {} waited too long for their evaluation", overdue.id());
      abandon(
          overdue.id(),
          Reason.DEADLINE_PASSED,
          "no order to evaluate the predictions came within %d days"
              .formatted(LONGEST_WAIT.toDays()));
    }
  }
}
