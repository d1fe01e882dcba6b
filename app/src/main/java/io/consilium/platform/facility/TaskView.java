package io.consilium.platform.facility;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.consilium.platform.engine.FacilityTask;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A locked task in the words of the engine's REST interface, which the stock client reads. */
record TaskView(
    String id,
    String topicName,
    String workerId,
    String tenantId,
    @Nullable String businessKey,
    @JsonFormat(pattern = DATE, timezone = "UTC") Instant lockExpirationTime,
    @JsonFormat(pattern = DATE, timezone = "UTC") Instant createTime,
    @Nullable Integer retries,
    @Nullable String errorMessage,
    @Nullable String errorDetails,
    long priority,
    String activityId,
    String activityInstanceId,
    String executionId,
    String processInstanceId,
    String processDefinitionId,
    String processDefinitionKey,
    @Nullable String processDefinitionVersionTag,
    boolean suspended,
    Map<String, VariableView> variables,
    Map<String, String> extensionProperties) {
  static final String DATE = "yyyy-MM-dd'T'HH:mm:ss.SSSZ";

  record VariableView(String type, @Nullable Object value, Map<String, Object> valueInfo) {}

  static TaskView of(FacilityTask task) {
    return new TaskView(
        task.id(),
        task.topicName(),
        task.workerId(),
        task.tenantId(),
        task.businessKey(),
        task.lockExpirationTime(),
        task.createTime(),
        task.retries(),
        task.errorMessage(),
        null,
        task.priority(),
        task.activityId(),
        task.activityInstanceId(),
        task.executionId(),
        task.processInstanceId(),
        task.processDefinitionId(),
        task.processDefinitionKey(),
        task.processDefinitionVersionTag(),
        false,
        task.variables().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    entry ->
                        new VariableView(
                            entry.getValue().type(), entry.getValue().value(), Map.of()))),
        Map.of());
  }
}
