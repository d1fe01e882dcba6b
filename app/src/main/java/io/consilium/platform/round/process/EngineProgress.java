package io.consilium.platform.round.process;

import io.consilium.contract.ProcessKeys;
import io.consilium.platform.round.Phase;
import io.consilium.platform.round.Progress;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** Reads from the engine where executions are. Whoever asks has checked who may know. */
@Component
class EngineProgress implements Progress {
  private static final String AWAIT_RELEASE = "Task_AwaitRelease";

  private final RuntimeService runtime;
  private final ExternalTaskService tasks;
  private final IdentityService identity;

  EngineProgress(RuntimeService runtime, ExternalTaskService tasks, IdentityService identity) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.identity = identity;
  }

  @Override
  public Map<String, Phase> ofOpenExecutions() {
    Authentication person = identity.getCurrentAuthentication();
    identity.clearAuthentication();
    try {
      Map<String, Phase> phases = new HashMap<>();
      tasks
          .createExternalTaskQuery()
          .processDefinitionKey(ProcessKeys.EXECUTION)
          .locked()
          .list()
          .forEach(task -> phases.put(task.getBusinessKey(), Phase.RUNNING));
      runtime
          .createProcessInstanceQuery()
          .processDefinitionKey(ProcessKeys.EXECUTION)
          .activityIdIn(AWAIT_RELEASE)
          .list()
          .forEach(instance -> phases.put(instance.getBusinessKey(), Phase.AWAITING_RELEASE));
      return phases;
    } finally {
      identity.setAuthentication(person);
    }
  }
}
