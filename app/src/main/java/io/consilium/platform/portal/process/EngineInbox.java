package io.consilium.platform.portal.process;

import io.consilium.contract.Variables;
import io.consilium.platform.portal.TaskInbox;
import io.consilium.platform.portal.WaitingTask;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/** Asks the engine for a person's tasks, by the memberships that the platform knows. */
@Component
class EngineInbox implements TaskInbox {
  private static final int MOST = 50;

  private final TaskService tasks;
  private final RuntimeService runtime;
  private final IdentityService identity;

  EngineInbox(TaskService tasks, RuntimeService runtime, IdentityService identity) {
    this.tasks = tasks;
    this.runtime = runtime;
    this.identity = identity;
  }

  @Override
  public List<WaitingTask> of(String userId, Set<String> groups) {
    Authentication person = identity.getCurrentAuthentication();
    identity.clearAuthentication();
    try {
      Stream<Task> claimed = oldest(tasks.createTaskQuery().taskAssignee(userId));
      Stream<Task> offered =
          groups.isEmpty()
              ? Stream.of()
              : oldest(tasks.createTaskQuery().taskCandidateGroupIn(List.copyOf(groups)));
      return Stream.concat(claimed, offered)
          .sorted(Comparator.comparing(Task::getCreateTime))
          .limit(MOST)
          .map(this::waiting)
          .toList();
    } finally {
      identity.setAuthentication(person);
    }
  }

  private static Stream<Task> oldest(TaskQuery query) {
    return query.active().orderByTaskCreateTime().asc().listPage(0, MOST).stream();
  }

  private WaitingTask waiting(Task task) {
    String subject =
        Optional.ofNullable(
                runtime
                    .createProcessInstanceQuery()
                    .processInstanceId(task.getProcessInstanceId())
                    .singleResult())
            .map(ProcessInstance::getBusinessKey)
            .orElse("");
    String title =
        Optional.ofNullable(tasks.getVariable(task.getId(), Variables.TITLE))
            .map(Object::toString)
            .orElse("");
    return new WaitingTask(
        task.getId(), task.getName(), subject, title, task.getCreateTime().toInstant());
  }
}
