package io.consilium.platform.round.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import io.consilium.platform.round.Rounds;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.SETTLE_EXECUTION)
class SettleExecution implements JavaDelegate {
  private final Rounds rounds;

  SettleExecution(Rounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public void execute(DelegateExecution execution) {
    rounds.settle(
        execution.getProcessBusinessKey(),
        Optional.ofNullable((String) execution.getVariable(Variables.REASON))
            .flatMap(Reason::named));
  }
}
