package io.consilium.worker.claim;

import io.consilium.worker.authorisation.Order;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.client.task.ExternalTask;

/**
 * A task as the platform gave it.
 *
 * @param id the task's id on the platform
 * @param topic what it asks for
 * @param variables the order, by the variables that the topic has
 * @param retries tries that the platform still has for it; nothing when it never said
 * @param priority more is more urgent
 */
record Assignment(
    String id,
    String topic,
    Map<String, Object> variables,
    Optional<Integer> retries,
    long priority) {
  Assignment {
    variables = Map.copyOf(variables);
  }

  static Assignment of(ExternalTask task) {
    Map<String, Object> variables = new LinkedHashMap<>();
    for (String name : Orders.variables(task.getTopicName())) {
      Optional<Object> value = Optional.ofNullable(task.getVariable(name));
      value.ifPresent(present -> variables.put(name, present));
    }
    return new Assignment(
        task.getId(),
        task.getTopicName(),
        variables,
        Optional.ofNullable(task.getRetries()),
        task.getPriority());
  }

  /**
   * Reads the order.
   *
   * @throws Orders.Unreadable when the topic is unknown or a variable is missing or malformed
   */
  Order order() throws Orders.Unreadable {
    return Orders.read(topic, name -> Optional.ofNullable(variables.get(name)));
  }

  /** The dataset, execution or test that it is about; empty when it does not say. */
  String caseId() {
    try {
      return order().caseId();
    } catch (Orders.Unreadable e) {
      return "";
    }
  }
}
