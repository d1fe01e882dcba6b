package io.consilium.process;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.PvmTransition;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;

/**
 * Watches which flow nodes and sequence flows are taken; an element is known as {@code process/id}.
 */
final class PathCoverage extends AbstractBpmnParseListener {
  private final Set<String> taken = new ConcurrentSkipListSet<>();

  /** What of one diagram was drawn, and what of it was never reached. */
  record Outcome(
      String process, int nodes, int flows, Set<String> missedNodes, Set<String> missedFlows) {
    boolean complete() {
      return missedNodes.isEmpty() && missedFlows.isEmpty();
    }

    String line() {
      return "%-20s flow nodes %2d/%-2d   sequence flows %2d/%-2d"
          .formatted(process, nodes - missedNodes.size(), nodes, flows - missedFlows.size(), flows);
    }
  }

  @Override
  public void parseProcess(Element processElement, ProcessDefinitionEntity definition) {
    watch(definition.getKey(), definition);
  }

  private void watch(String process, ScopeImpl scope) {
    for (ActivityImpl activity : scope.getActivities()) {
      activity.addListener(ExecutionListener.EVENTNAME_START, noting(process, activity.getId()));
      for (PvmTransition flow : activity.getOutgoingTransitions()) {
        ((TransitionImpl) flow)
            .addListener(ExecutionListener.EVENTNAME_TAKE, noting(process, flow.getId()));
      }
      watch(process, activity);
    }
  }

  private ExecutionListener noting(String process, String element) {
    return execution -> taken.add(process + "/" + element);
  }

  void forget() {
    taken.clear();
  }

  Outcome of(String process, BpmnModelInstance diagram) {
    List<String> nodes = ids(diagram, FlowNode.class);
    List<String> flows = ids(diagram, SequenceFlow.class);
    return new Outcome(
        process, nodes.size(), flows.size(), missed(process, nodes), missed(process, flows));
  }

  private static <T extends BaseElement> List<String> ids(
      BpmnModelInstance diagram, Class<T> type) {
    return diagram.getModelElementsByType(type).stream().map(BaseElement::getId).toList();
  }

  private Set<String> missed(String process, List<String> ids) {
    return ids.stream()
        .filter(id -> !taken.contains(process + "/" + id))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
