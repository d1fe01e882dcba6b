package io.consilium.platform.association.process;

import io.consilium.contract.Beans;
import io.consilium.platform.association.Associations;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.APPROVE_MODEL_ASSOCIATION)
class ApproveModelAssociation implements JavaDelegate {
  private final Associations associations;

  ApproveModelAssociation(Associations associations) {
    this.associations = associations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    associations.approve(execution.getProcessBusinessKey());
  }
}
