package io.consilium.platform.dataset.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Variables;
import io.consilium.platform.dataset.Datasets;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.FAIL_DATASET_PREPARATION)
class FailDatasetPreparation implements JavaDelegate {
  private final Datasets datasets;

  FailDatasetPreparation(Datasets datasets) {
    this.datasets = datasets;
  }

  @Override
  public void execute(DelegateExecution execution) {
    datasets.fail(
        execution.getProcessBusinessKey(), (String) execution.getVariable(Variables.REASON));
  }
}
