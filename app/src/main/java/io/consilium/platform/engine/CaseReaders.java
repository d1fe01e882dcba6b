package io.consilium.platform.engine;

import io.consilium.contract.Groups;
import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.repository.ProcessDefinition;

/**
 * Lets a benchmark's committee, and nobody else's, see the benchmark's cases in Cockpit while they
 * run.
 */
final class CaseReaders extends AbstractBpmnParseListener {
  private static final Set<String> FOR_THE_PLATFORM_COMMITTEE =
      Set.of(ProcessKeys.BENCHMARK_APPROVAL, ProcessKeys.COMPATIBILITY_TEST);

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity process) {
    process.addBuiltInListener(
        ExecutionListener.EVENTNAME_START, (ExecutionListener) this::admitReaders);
    process.addBuiltInListener(
        ExecutionListener.EVENTNAME_END, (ExecutionListener) CaseReaders::dismissReaders);
  }

  private void admitReaders(DelegateExecution instance) {
    var services = instance.getProcessEngineServices();
    var rights = new Rights(services.getAuthorizationService());
    // Who starts a round may not hand out rights; the platform does.
    new OwnName(services.getIdentityService())
        .run(
            () ->
                readers(instance)
                    .forEach(
                        group -> rights.ofCaseReaders(group, instance.getProcessInstanceId())));
  }

  private static List<String> readers(DelegateExecution instance) {
    List<String> readers = new ArrayList<>();
    if (instance.getVariable(Variables.BENCHMARK_ID) instanceof String benchmarkId
        && Ids.isName(benchmarkId)) {
      readers.add(Groups.committeeOf(benchmarkId));
    }
    ProcessDefinition process =
        instance
            .getProcessEngineServices()
            .getRepositoryService()
            .getProcessDefinition(instance.getProcessDefinitionId());
    if (FOR_THE_PLATFORM_COMMITTEE.contains(process.getKey())) {
      readers.add(Groups.PLATFORM_COMMITTEE);
    }
    return readers;
  }

  private static void dismissReaders(DelegateExecution instance) {
    Context.getCommandContext()
        .getAuthorizationManager()
        .deleteAuthorizationsByResourceId(
            Resources.PROCESS_INSTANCE, instance.getProcessInstanceId());
  }
}
