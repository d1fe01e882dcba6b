package io.consilium.platform.engine;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/**
 * Cases under way, found by their business key. Everything here happens in the caller's transaction
 * and in the platform's own name: whoever calls has checked that the person may ask for it.
 */
@Component
public class Cases {
  private final RuntimeService runtime;
  private final OwnName ownName;

  Cases(RuntimeService runtime, OwnName ownName) {
    this.runtime = runtime;
    this.ownName = ownName;
  }

  /**
   * Starts a case.
   *
   * @param processKey one of {@link io.consilium.contract.ProcessKeys}
   * @param businessKey the id in our domain under which the case is found again
   * @param variables ids and short texts by their names in {@link io.consilium.contract.Variables};
   *     a facility id among them makes the case the facility's
   */
  public void start(String processKey, String businessKey, Map<String, ?> variables) {
    ownName.run(
        () -> runtime.startProcessInstanceByKey(processKey, businessKey, Map.copyOf(variables)));
  }

  /**
   * Sends a message to the case that waits for it.
   *
   * @return whether something waited
   */
  public boolean correlate(String message, String businessKey, Map<String, ?> variables) {
    return ownName.get(
        () ->
            !runtime
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(businessKey)
                .setVariables(Map.copyOf(variables))
                .correlateAllWithResult()
                .isEmpty());
  }

  /** Whether a case of that business key waits for the message now. */
  public boolean isWaitingFor(String message, String businessKey) {
    return ownName.get(
        () ->
            runtime
                    .createExecutionQuery()
                    .messageEventSubscriptionName(message)
                    .processInstanceBusinessKey(businessKey)
                    .count()
                > 0);
  }

  /** Whether a case of that process and business key is under way. */
  public boolean isUnderWay(String processKey, String businessKey) {
    return ownName.get(
        () ->
            runtime
                    .createProcessInstanceQuery()
                    .processDefinitionKey(processKey)
                    .processInstanceBusinessKey(businessKey)
                    .count()
                > 0);
  }

  /**
   * Ends a case at once, wherever it stands; nothing that its diagram has for its end is run. Does
   * nothing when there is none.
   *
   * @param why kept in the engine's history
   */
  public void cancel(String processKey, String businessKey, String why) {
    ownName.run(
        () -> {
          runtime
              .createProcessInstanceQuery()
              .processDefinitionKey(processKey)
              .processInstanceBusinessKey(businessKey)
              .list()
              .stream()
              .map(ProcessInstance::getId)
              .forEach(id -> runtime.deleteProcessInstance(id, why));
        });
  }
}
