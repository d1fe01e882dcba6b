package io.consilium.platform.dataset.process;

import io.consilium.contract.Beans;
import io.consilium.platform.dataset.Datasets;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.REGISTER_DATASET)
class RegisterDataset implements JavaDelegate {
  private final Datasets datasets;

  RegisterDataset(Datasets datasets) {
    this.datasets = datasets;
  }

  @Override
  public void execute(DelegateExecution execution) {
    datasets.register(execution.getProcessBusinessKey());
  }
}
