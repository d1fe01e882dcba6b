package io.consilium.demo;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** For stations of one story: what comes after a failure would only wait in vain. */
final class StopAtFirstFailure implements ExecutionCondition, TestExecutionExceptionHandler {
  private boolean failed;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return failed
        ? ConditionEvaluationResult.disabled("an earlier station failed")
        : ConditionEvaluationResult.enabled("all earlier stations were reached");
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failed = true;
    throw failure;
  }
}
