package io.consilium.platform.association.process;

import io.consilium.contract.Beans;
import io.consilium.platform.association.Associations;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.APPROVE_DATASET_ASSOCIATION)
class ApproveDatasetAssociation implements JavaDelegate {
  private final Associations associations;

  ApproveDatasetAssociation(Associations associations) {
    this.associations = associations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    associations.approve(execution.getProcessBusinessKey());
  }
}
