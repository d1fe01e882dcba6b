package io.consilium.platform.association.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Variables;
import io.consilium.platform.association.Associations;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component(Beans.DECLINE_MODEL_ASSOCIATION)
class DeclineModelAssociation implements JavaDelegate {
  private final Associations associations;

  DeclineModelAssociation(Associations associations) {
    this.associations = associations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    associations.decline(
        execution.getProcessBusinessKey(),
        Optional.ofNullable((String) execution.getVariable(Variables.REASON)));
  }
}
