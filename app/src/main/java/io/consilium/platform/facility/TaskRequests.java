package io.consilium.platform.facility;

import io.consilium.contract.Reason;
import io.consilium.platform.engine.FacilityTasks.Sequence;
import io.consilium.platform.engine.FacilityTasks.Topic;
import io.consilium.platform.engine.FacilityTasks.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's stock client sends, field by field, and what of it a facility may ask for. A
 * field that the stock client does not know is refused when the body is read.
 */
final class TaskRequests {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_TASKS = 50;
  private static final int MOST_TOPICS = 50;
  private static final int MOST_RETRIES = 5;
  private static final Duration LONGEST_LOCK = Duration.ofMinutes(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private TaskRequests() {}

  /** A request for tasks. Sorting other than by priority is not offered. */
  record FetchAndLock(
      @Nullable String workerId,
      @Nullable Integer maxTasks,
      @Nullable Boolean usePriority,
      @Nullable Long asyncResponseTimeout,
      @Nullable List<TopicRequest> topics,
      @Nullable List<Map<String, @Nullable Object>> sorting) {

    Wish wish(String facilityId) {
      int most = number("maxTasks", maxTasks, 1, MOST_TASKS);
      List<TopicRequest> wanted = Optional.ofNullable(topics).orElse(List.of());
      require(
          !wanted.isEmpty() && wanted.size() <= MOST_TOPICS,
          "topics must name 1 to " + MOST_TOPICS + " topics");
      List<Topic> checked = new ArrayList<>();
      for (int place = 0; place < wanted.size(); place++) {
        checked.add(wanted.get(place).topic("topics[" + place + "].", facilityId));
      }
      return new Wish(
          text("workerId", workerId),
          most,
          Boolean.FALSE.equals(usePriority) ? Sequence.ANY : Sequence.BY_PRIORITY,
          checked);
    }

    Duration patience() {
      return Duration.ofMillis(
          number(
              "asyncResponseTimeout",
              Optional.ofNullable(asyncResponseTimeout).orElse(0L),
              0,
              LONGEST_WAIT.toMillis()));
    }
  }

  /** One topic of a request for tasks. */
  record TopicRequest(
      @Nullable String topicName,
      @Nullable Long lockDuration,
      @Nullable List<String> variables,
      @Nullable Boolean localVariables,
      @Nullable String businessKey,
      @Nullable String processDefinitionId,
      @Nullable List<String> processDefinitionIdIn,
      @Nullable String processDefinitionKey,
      @Nullable List<String> processDefinitionKeyIn,
      @Nullable String processDefinitionVersionTag,
      @Nullable Map<String, @Nullable Object> processVariables,
      @Nullable Boolean withoutTenantId,
      @Nullable List<String> tenantIdIn,
      @Nullable Boolean includeExtensionProperties,
      @Nullable Boolean deserializeValues) {

    Topic topic(String path, String facilityId) {
      require(
          !Boolean.TRUE.equals(withoutTenantId)
              && Optional.ofNullable(tenantIdIn).orElse(List.of(facilityId)).stream()
                  .allMatch(facilityId::equals),
          path + "tenantIdIn: a facility gets its own tasks");
      require(
          Optional.ofNullable(processDefinitionId).isEmpty()
              && Optional.ofNullable(processDefinitionIdIn).orElse(List.of()).isEmpty()
              && Optional.ofNullable(processDefinitionVersionTag).isEmpty()
              && Optional.ofNullable(processVariables).orElse(Map.of()).isEmpty(),
          path
              + "processDefinitionId, processDefinitionVersionTag and processVariables are not"
              + " offered here");
      List<String> keys =
          new ArrayList<>(Optional.ofNullable(processDefinitionKeyIn).orElse(List.of()));
      Optional.ofNullable(processDefinitionKey).ifPresent(keys::add);
      return new Topic(
          text(path + "topicName", topicName),
          Duration.ofMillis(
              number(path + "lockDuration", lockDuration, 1, LONGEST_LOCK.toMillis())),
          Optional.ofNullable(variables),
          keys,
          Optional.ofNullable(businessKey));
    }
  }

  /** A task is done. Results never come this way, so that it carries no variables. */
  record Complete(
      @Nullable String workerId,
      @Nullable Map<String, @Nullable Object> variables,
      @Nullable Map<String, @Nullable Object> localVariables) {

    String worker() {
      requireNoVariables(variables, localVariables);
      return text("workerId", workerId);
    }
  }

  /** A task ended for a reason. The message is read and dropped. */
  record BpmnError(
      @Nullable String workerId,
      @Nullable String errorCode,
      @Nullable String errorMessage,
      @Nullable Map<String, @Nullable Object> variables) {

    String worker() {
      requireNoVariables(variables, null);
      return text("workerId", workerId);
    }

    Reason reason() {
      return TaskRequests.reason("errorCode", errorCode);
    }
  }

  /** A task could not be done for now. */
  record Failure(
      @Nullable String workerId,
      @Nullable String errorMessage,
      @Nullable String errorDetails,
      @Nullable Integer retries,
      @Nullable Long retryTimeout,
      @Nullable Map<String, @Nullable Object> variables,
      @Nullable Map<String, @Nullable Object> localVariables) {

    String worker() {
      requireNoVariables(variables, localVariables);
      require(
          Optional.ofNullable(errorDetails).orElse("").isEmpty(),
          "errorDetails must be empty: details stay at the facility");
      return text("workerId", workerId);
    }

    Reason reason() {
      return TaskRequests.reason("errorMessage", errorMessage);
    }

    int checkedRetries() {
      return number("retries", retries, 0, MOST_RETRIES);
    }

    Duration pause() {
      return Duration.ofMillis(
          number(
              "retryTimeout",
              Optional.ofNullable(retryTimeout).orElse(0L),
              0,
              LONGEST_PAUSE.toMillis()));
    }
  }

  /** A lock is to last longer, from now. */
  record ExtendLock(@Nullable String workerId, @Nullable Long newDuration) {
    String worker() {
      return text("workerId", workerId);
    }

    Duration duration() {
      return Duration.ofMillis(number("newDuration", newDuration, 1, LONGEST_LOCK.toMillis()));
    }
  }

  /** A task is given back. The stock client names its worker, or nothing. */
  record Unlock(@Nullable String workerId) {}

  private static Reason reason(String field, @Nullable String name) {
    return Optional.ofNullable(name)
        .flatMap(Reason::named)
        .orElseThrow(
            () -> new InvalidTaskRequest(field + " must be one of " + List.of(Reason.values())));
  }

  private static void requireNoVariables(
      @Nullable Map<String, @Nullable Object> variables,
      @Nullable Map<String, @Nullable Object> localVariables) {
    require(
        Optional.ofNullable(variables).orElse(Map.of()).isEmpty()
            && Optional.ofNullable(localVariables).orElse(Map.of()).isEmpty(),
        "variables are not accepted: what a facility tells, it states and signs");
  }

  private static String text(String field, @Nullable String value) {
    require(
        value != null && !value.isBlank() && value.length() <= LONGEST_NAME,
        field + " must be a text of 1 to " + LONGEST_NAME + " characters");
    return String.valueOf(value);
  }

  private static int number(String field, @Nullable Integer value, int least, int most) {
    return Math.toIntExact(
        number(field, value == null ? null : Long.valueOf(value), least, (long) most));
  }

  private static long number(String field, @Nullable Long value, long least, long most) {
    require(
        value != null && value >= least && value <= most,
        field + " must be a number from " + least + " to " + most);
    return Optional.ofNullable(value).orElse(least);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvalidTaskRequest(otherwise);
    }
  }
}
