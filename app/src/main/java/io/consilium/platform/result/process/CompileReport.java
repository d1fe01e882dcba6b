package io.consilium.platform.result.process;

import io.consilium.contract.Beans;
import io.consilium.platform.result.Reports;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.COMPILE_REPORT)
class CompileReport implements JavaDelegate {
  private final Reports reports;

  CompileReport(Reports reports) {
    this.reports = reports;
  }

  @Override
  public void execute(DelegateExecution execution) {
    reports.compile(execution.getProcessBusinessKey());
  }
}
