package io.consilium.platform.result.process;

import io.consilium.contract.Beans;
import io.consilium.platform.result.Reports;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.PUBLISH_REPORT)
class PublishReport implements JavaDelegate {
  private final Reports reports;

  PublishReport(Reports reports) {
    this.reports = reports;
  }

  @Override
  public void execute(DelegateExecution execution) {
    reports.publish(execution.getProcessBusinessKey());
  }
}
