package io.consilium.platform.engine;

import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.externaltask.ExternalTaskQueryBuilder;
import org.camunda.bpm.engine.externaltask.ExternalTaskQueryTopicBuilder;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a facility's worker may do with its facility's tasks. Every call is made as a member of that
 * facility's tenant and of nothing else, and looks the task up within it first: the engine shows a
 * task without tenant to all, and its refusals tell more than a stranger may know.
 */
@Component
public class FacilityTasks {
  /** Whatever else a case may hold, a facility sees these at most. */
  private static final Set<String> FOR_A_FACILITY =
      Set.of(
          Variables.TEST_ID,
          Variables.BENCHMARK_ID,
          Variables.REVISION_NUMBER,
          Variables.REVISION_DIGEST,
          Variables.MODEL_ID,
          Variables.DATASET_ID,
          Variables.EXECUTION_ID,
          Variables.ROUND_ID);

  private final ExternalTaskService tasks;
  private final IdentityService identity;
  private final JdbcClient database;

  FacilityTasks(ExternalTaskService tasks, IdentityService identity, JdbcClient database) {
    this.tasks = tasks;
    this.identity = identity;
    this.database = database;
  }

  /**
   * A wish for work.
   *
   * @param maxTasks how many tasks at most
   * @param sequence which tasks come first
   */
  public record Wish(String workerId, int maxTasks, Sequence sequence, List<Topic> topics) {
    public Wish {
      topics = List.copyOf(topics);
    }
  }

  /** Which tasks come first. */
  public enum Sequence {
    BY_PRIORITY,
    ANY
  }

  /**
   * One topic of a wish.
   *
   * @param variables names of the variables wanted; nothing for all that a facility may see
   * @param processKeys only tasks of these processes; of any when empty
   * @param businessKey only tasks of this case
   */
  public record Topic(
      String name,
      Duration lock,
      Optional<List<String>> variables,
      List<String> processKeys,
      Optional<String> businessKey) {}

  /** A task as the worker names it. */
  public record Claim(String facilityId, String workerId, String taskId) {}

  /** Locks what the facility has for the wish; nothing when it has nothing. */
  public List<FacilityTask> lock(String facilityId, Wish wish) {
    return asMemberOf(
        facilityId,
        () -> {
          ExternalTaskQueryBuilder query =
              tasks.fetchAndLock(
                  wish.maxTasks(), wish.workerId(), wish.sequence() == Sequence.BY_PRIORITY);
          for (Topic topic : wish.topics()) {
            query = narrowed(query.topic(topic.name(), topic.lock().toMillis()), topic, facilityId);
          }
          return query.execute().stream().map(FacilityTasks::toFacilityTask).toList();
        });
  }

  private static ExternalTaskQueryBuilder narrowed(
      ExternalTaskQueryTopicBuilder query, Topic topic, String facilityId) {
    List<String> variables =
        topic.variables().orElse(List.copyOf(FOR_A_FACILITY)).stream()
            .filter(FOR_A_FACILITY::contains)
            .toList();
    query = query.tenantIdIn(facilityId).variables(variables);
    if (topic.businessKey().isPresent()) {
      query = query.businessKey(topic.businessKey().get());
    }
    if (!topic.processKeys().isEmpty()) {
      query = query.processDefinitionKeyIn(topic.processKeys().toArray(String[]::new));
    }
    return query;
  }

  /**
   * Ends a task as done.
   *
   * @throws UnknownTask when the facility has no such task
   * @throws TaskNotHeld when another worker holds it
   */
  public void complete(Claim claim) {
    withTask(claim, task -> tasks.complete(task, claim.workerId()));
  }

  /** Ends a task for a reason that its diagram goes on with; throws as {@link #complete}. */
  public void endFor(Reason reason, Claim claim) {
    withTask(claim, task -> tasks.handleBpmnError(task, claim.workerId(), reason.name()));
  }

  /**
   * Gives a task back after a passing fault; throws as {@link #complete}.
   *
   * @param retries how often it may still be tried; with 0 a person has to look at it
   * @param pause how long nobody gets it
   */
  public void fail(Reason reason, int retries, Duration pause, Claim claim) {
    withTask(
        claim,
        task ->
            tasks.handleFailure(task, claim.workerId(), reason.name(), retries, pause.toMillis()));
  }

  /** Holds a task for that long from now; throws as {@link #complete}. */
  public void extendLock(Duration lock, Claim claim) {
    withTask(claim, task -> tasks.extendLock(task, claim.workerId(), lock.toMillis()));
  }

  /**
   * Gives a task back untouched.
   *
   * @throws UnknownTask when the facility has no such task
   */
  public void unlock(String facilityId, String taskId) {
    asMemberOf(
        facilityId,
        () -> {
          tasks.unlock(find(facilityId, taskId).getId());
          return taskId;
        });
  }

  /** The facilities that have tasks which nobody holds. */
  public List<String> facilitiesWithWork(Instant now) {
    return database
        .sql(
            """
            select distinct tenant_id_ from act_ru_ext_task
            where tenant_id_ is not null
              and suspension_state_ = 1
              and (retries_ is null or retries_ > 0)
              and (lock_exp_time_ is null or lock_exp_time_ <= ?)
            """)
        .param(Date.from(now))
        .query(String.class)
        .list();
  }

  private interface Operation {
    void on(String taskId);
  }

  private void withTask(Claim claim, Operation operation) {
    asMemberOf(
        claim.facilityId(),
        () -> {
          ExternalTask task = find(claim.facilityId(), claim.taskId());
          if (!claim.workerId().equals(task.getWorkerId())) {
            throw new TaskNotHeld();
          }
          try {
            operation.on(task.getId());
          } catch (BadUserRequestException e) {
            throw new TaskNotHeld();
          }
          return task;
        });
  }

  private ExternalTask find(String facilityId, String taskId) {
    return Optional.ofNullable(
            tasks
                .createExternalTaskQuery()
                .externalTaskId(taskId)
                .tenantIdIn(facilityId)
                .singleResult())
        .orElseThrow(UnknownTask::new);
  }

  private <T> T asMemberOf(String facilityId, Supplier<T> work) {
    Authentication before = identity.getCurrentAuthentication();
    identity.setAuthentication(null, List.of(), List.of(facilityId));
    try {
      return work.get();
    } catch (OptimisticLockingException e) {
      throw new ConcurrencyFailureException("Somebody else changed the task", e);
    } finally {
      identity.setAuthentication(before);
    }
  }

  private static FacilityTask toFacilityTask(LockedExternalTask task) {
    return new FacilityTask(
        task.getId(),
        task.getTopicName(),
        task.getWorkerId(),
        task.getTenantId(),
        task.getBusinessKey(),
        task.getLockExpirationTime().toInstant(),
        task.getCreateTime().toInstant(),
        task.getRetries(),
        task.getErrorMessage(),
        task.getPriority(),
        task.getActivityId(),
        task.getActivityInstanceId(),
        task.getExecutionId(),
        task.getProcessInstanceId(),
        task.getProcessDefinitionId(),
        task.getProcessDefinitionKey(),
        task.getProcessDefinitionVersionTag(),
        typed(task.getVariables()));
  }

  private static Map<String, FacilityTask.Variable> typed(VariableMap variables) {
    Map<String, FacilityTask.Variable> typed = new HashMap<>();
    for (String name : variables.keySet()) {
      TypedValue value = variables.getValueTyped(name);
      String type = value.getType().getName();
      typed.put(
          name,
          new FacilityTask.Variable(
              type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1), value.getValue()));
    }
    return typed;
  }
}
