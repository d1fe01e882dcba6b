package io.consilium.platform.round.process;

import io.consilium.contract.Beans;
import io.consilium.platform.round.Rounds;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Closes them in the registry; the cases of the executions have a timer of the same deadline. */
@Component(Beans.CLOSE_OUTSTANDING_EXECUTIONS)
class CloseOutstandingExecutions implements JavaDelegate {
  private final Rounds rounds;

  CloseOutstandingExecutions(Rounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public void execute(DelegateExecution execution) {
    rounds.closeOutstanding(execution.getProcessBusinessKey());
  }
}
