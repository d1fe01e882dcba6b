package io.consilium.platform.result.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Variables;
import io.consilium.platform.result.Reports;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.WITHHOLD_REPORT)
class WithholdReport implements JavaDelegate {
  private final Reports reports;

  WithholdReport(Reports reports) {
    this.reports = reports;
  }

  @Override
  public void execute(DelegateExecution execution) {
    reports.withhold(
        execution.getProcessBusinessKey(),
        Optional.ofNullable((String) execution.getVariable(Variables.REASON)));
  }
}
