package io.consilium.process;

import io.consilium.contract.Beans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;

/**
 * Stands in for the platform's steps: remembers who was called with what, and does as a test says.
 */
final class RecordingBeans {

  /** One call of a step, with the variables that it could see. */
  record Call(String bean, String businessKey, Map<String, Object> variables) {}

  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Consumer<DelegateExecution>> behaviours = new HashMap<>();
  private Consumer<DelegateTask> review = task -> {};

  Map<Object, Object> byName() {
    Map<Object, Object> beans = new HashMap<>();
    Beans.ALL.forEach(name -> beans.put(name, step(name)));
    TaskListener checkReview = task -> review.accept(task);
    beans.put(Beans.CHECK_REVIEW, checkReview);
    return beans;
  }

  private JavaDelegate step(String name) {
    return execution -> {
      calls.add(
          new Call(name, execution.getProcessBusinessKey(), Map.copyOf(execution.getVariables())));
      behaviours.getOrDefault(name, nothing -> {}).accept(execution);
    };
  }

  void when(String bean, Consumer<DelegateExecution> behaviour) {
    behaviours.put(bean, behaviour);
  }

  void whenReviewed(Consumer<DelegateTask> behaviour) {
    review = behaviour;
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  void forget() {
    calls.clear();
    behaviours.clear();
    review = task -> {};
  }
}
