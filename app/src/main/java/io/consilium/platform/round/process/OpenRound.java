package io.consilium.platform.round.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Variables;
import io.consilium.platform.round.OpenedRound;
import io.consilium.platform.round.Rounds;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.OPEN_ROUND)
class OpenRound implements JavaDelegate {
  private final Rounds rounds;

  OpenRound(Rounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Starter starter = Starter.of(execution);
    OpenedRound round =
        rounds.open(
            String.valueOf(execution.getVariable(Variables.BENCHMARK_ID)),
            starter.id(),
            starter.groups(),
            hours(execution.getVariable(Variables.DEADLINE_HOURS)));
    execution.setProcessBusinessKey(round.id());
    execution.setVariable(Variables.ROUND_ID, round.id());
    execution.setVariable(Variables.REVISION_NUMBER, round.revision().number());
    execution.setVariable(Variables.COMMITTEE, round.revision().committee());
    execution.setVariable(Variables.TITLE, round.revision().title());
    execution.setVariable(Variables.DEADLINE, round.deadline().toString());
    execution.setVariable(Variables.CELLS, round.cells());
  }

  private static Duration hours(Object value) {
    return value instanceof Number number ? Duration.ofHours(number.longValue()) : Duration.ZERO;
  }
}
