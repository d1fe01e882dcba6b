package io.consilium.platform.engine;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An external task that a facility's worker has locked, with what the engine's stock client reads
 * of it. Variables are those that were asked for and that a facility may see.
 */
public record FacilityTask(
    String id,
    String topicName,
    String workerId,
    String tenantId,
    @Nullable String businessKey,
    Instant lockExpirationTime,
    Instant createTime,
    @Nullable Integer retries,
    @Nullable String errorMessage,
    long priority,
    String activityId,
    String activityInstanceId,
    String executionId,
    String processInstanceId,
    String processDefinitionId,
    String processDefinitionKey,
    @Nullable String processDefinitionVersionTag,
    Map<String, Variable> variables) {

  /** A variable's value with the engine's name for its type. */
  public record Variable(String type, @Nullable Object value) {}

  public FacilityTask {
    variables = Map.copyOf(variables);
  }
}
