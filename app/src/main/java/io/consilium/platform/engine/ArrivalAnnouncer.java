package io.consilium.platform.engine;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.context.ApplicationEventPublisher;

/** Says so when an external task begins, for the polls that wait for it. */
final class ArrivalAnnouncer extends AbstractBpmnParseListener {
  private final ApplicationEventPublisher events;

  ArrivalAnnouncer(ApplicationEventPublisher events) {
    this.events = events;
  }

  @Override
  public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    if (activity.getActivityBehavior() instanceof ExternalTaskActivityBehavior) {
      activity.addBuiltInListener(
          ExecutionListener.EVENTNAME_START, (ExecutionListener) this::announce);
    }
  }

  private void announce(DelegateExecution task) {
    Optional.ofNullable(task.getTenantId()).map(TasksArrived::new).ifPresent(events::publishEvent);
  }
}
