package io.consilium.process;

import static java.util.stream.Collectors.toSet;

import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real engine in memory with every diagram and form deployed. Nothing happens in it by itself: a
 * test moves the clock, runs the jobs, and plays facility and people.
 */
final class TestEngine implements ExtensionContext.Store.CloseableResource {
  /** When every test begins. */
  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private static final Duration LOCK = Duration.ofMinutes(5);
  private static final int ENDLESS = 100;

  final RecordingBeans beans = new RecordingBeans();
  final PathCoverage coverage = new PathCoverage();
  private final ProcessEngine engine;

  TestEngine() {
    StandaloneInMemProcessEngineConfiguration configuration =
        new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName("processes");
    configuration.setJdbcUrl("jdbc:h2:mem:processes;DB_CLOSE_DELAY=-1");
    configuration.setJobExecutorActivate(false);
    configuration.setMetricsEnabled(false);
    configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
    configuration.setBeans(beans.byName());
    configuration.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(coverage)));
    engine = configuration.buildProcessEngine();

    var deployment = engine.getRepositoryService().createDeployment().name("processes");
    Resources.diagrams().forEach(file -> deployment.addClasspathResource("process/" + name(file)));
    Resources.forms().forEach(file -> deployment.addClasspathResource("form/" + name(file)));
    deployment.deploy();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** A new case of a process, as the platform starts it. */
  Case start(String process, String businessKey, Map<String, Object> variables) {
    String id =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(process, businessKey, variables)
            .getId();
    return new Case(this, id);
  }

  /** Runs what the job executor would run by now, until nothing more is due. */
  void runSteps() {
    for (int round = 0; round < ENDLESS; round++) {
      List<Job> due =
          engine.getManagementService().createJobQuery().executable().orderByJobId().asc().list();
      if (due.isEmpty()) {
        return;
      }
      engine.getManagementService().executeJob(due.get(0).getId());
    }
    throw new AssertionError("The process never comes to rest");
  }

  /** Lets that much time pass, and what falls due in it happen. */
  void letPass(Duration time) {
    ClockUtil.setCurrentTime(Date.from(now().plus(time)));
    runSteps();
  }

  Instant now() {
    return ClockUtil.getCurrentTime().toInstant();
  }

  /** The one task that a worker can fetch from a topic now. */
  LockedExternalTask fetch(String topic) {
    List<LockedExternalTask> tasks =
        engine
            .getExternalTaskService()
            .fetchAndLock(2, "worker")
            .topic(topic, LOCK.toMillis())
            .execute();
    if (tasks.size() != 1) {
      throw new AssertionError(
          "Expected one task of the topic %s, not %d".formatted(topic, tasks.size()));
    }
    return tasks.get(0);
  }

  void complete(String topic) {
    engine.getExternalTaskService().complete(fetch(topic).getId(), "worker");
    runSteps();
  }

  /** The worker ends the task with a business outcome. */
  void refuse(String topic, Reason reason) {
    engine.getExternalTaskService().handleBpmnError(fetch(topic).getId(), "worker", reason.name());
    runSteps();
  }

  /** The worker has tried as often as it may. */
  void giveUp(String topic, Reason reason) {
    engine
        .getExternalTaskService()
        .handleFailure(fetch(topic).getId(), "worker", reason.name(), 0, 0);
  }

  /** A message arrives at the case of that business key. */
  void receive(String message, String businessKey, Map<String, Object> variables) {
    engine
        .getRuntimeService()
        .createMessageCorrelation(message)
        .processInstanceBusinessKey(businessKey)
        .setVariables(variables)
        .correlate();
    runSteps();
  }

  /** The one human task that a group is asked to do. */
  Task taskFor(String group) {
    List<Task> tasks = engine.getTaskService().createTaskQuery().taskCandidateGroup(group).list();
    if (tasks.size() != 1) {
      throw new AssertionError(
          "Expected one task for the group %s, not %d".formatted(group, tasks.size()));
    }
    return tasks.get(0);
  }

  void decide(Task task, String decision, String comment) {
    engine
        .getTaskService()
        .complete(task.getId(), Map.of(Variables.DECISION, decision, Variables.COMMENT, comment));
    runSteps();
  }

  /** Text of the form that Tasklist shows for a task. */
  String formOf(Task task) throws java.io.IOException {
    try (var form = engine.getFormService().getDeployedTaskForm(task.getId())) {
      return new String(form.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** Text of the form that Tasklist shows to whoever starts a process. */
  String startFormOf(String process) throws java.io.IOException {
    String definition =
        engine
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey(process)
            .singleResult()
            .getId();
    try (var form = engine.getFormService().getDeployedStartForm(definition)) {
      return new String(form.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** The running case of a process that another process called. */
  Case running(String process) {
    return new Case(
        this,
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey(process)
            .singleResult()
            .getId());
  }

  List<String> startableInTasklist() {
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .startableInTasklist()
        .list()
        .stream()
        .map(definition -> definition.getKey())
        .toList();
  }

  ProcessEngine engine() {
    return engine;
  }

  void reset() {
    engine.getRuntimeService().createProcessInstanceQuery().rootProcessInstances().list().stream()
        .forEach(
            instance ->
                engine.getRuntimeService().deleteProcessInstance(instance.getId(), "test over"));
    beans.forget();
    ClockUtil.setCurrentTime(Date.from(START));
  }

  @Override
  public void close() {
    ClockUtil.reset();
    engine.close();
  }

  /** One running or ended process instance. */
  record Case(TestEngine platform, String id) {

    /** Ids of the steps and catching events at which it stands, without the scopes around them. */
    Set<String> waitsAt() {
      return platform
          .engine
          .getHistoryService()
          .createHistoricActivityInstanceQuery()
          .processInstanceId(id)
          .unfinished()
          .list()
          .stream()
          .filter(activity -> !activity.getActivityType().equals("subProcess"))
          .map(activity -> activity.getActivityId())
          .collect(toSet());
    }

    /** Id of the end event at which it ended; nothing while it runs. */
    Optional<String> endedAt() {
      if (history().getEndTime() == null) {
        return Optional.empty();
      }
      return platform
          .engine
          .getHistoryService()
          .createHistoricActivityInstanceQuery()
          .processInstanceId(id)
          .list()
          .stream()
          .filter(activity -> activity.getActivityType().endsWith("EndEvent"))
          .filter(activity -> activity.getParentActivityInstanceId().equals(id))
          .map(activity -> activity.getActivityId())
          .findFirst();
    }

    String businessKey() {
      return history().getBusinessKey();
    }

    Map<String, Object> variables() {
      return platform.engine.getRuntimeService().getVariables(id);
    }

    List<Incident> incidents() {
      return platform.engine.getRuntimeService().createIncidentQuery().processInstanceId(id).list();
    }

    private HistoricProcessInstance history() {
      return platform
          .engine
          .getHistoryService()
          .createHistoricProcessInstanceQuery()
          .processInstanceId(id)
          .singleResult();
    }
  }
}
