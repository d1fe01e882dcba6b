package io.consilium.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.platform.Http.Answer;
import io.consilium.platform.Webapp;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.scenario.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("A person who goes past the forms of Tasklist")
class FormGuardTest extends Scenario {
  @Autowired private TaskService tasks;

  @Test
  @DisplayName("changes nothing of the case but what the form asks for")
  void otherVariables() {
    Revision revision = benchmarkUnderReview();
    Webapp ada = Webapp.of(url(), "ada", "tasklist");
    String task = taskAbout(revision);
    ada.post("/task/" + task + "/claim", Map.of("userId", "ada"));

    for (String call : List.of("submit-form", "complete", "resolve")) {
      for (String name : List.of("benchmarkId", "submitter", "somethingNew")) {
        Answer answer =
            ada.post("/task/" + task + "/" + call, variables("decision", "approve", name, "ada"));
        assertThat(answer.status()).as(call + " " + name).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains("no fields to fill in called [" + name + "]");
      }
    }
    for (String call : List.of("bpmnError", "bpmnEscalation")) {
      Answer answer =
          ada.post(
              "/task/" + task + "/" + call,
              Map.of("errorCode", "COMPATIBILITY_FAILED", "escalationCode", "x"));
      assertThat(answer.status()).as(call).isEqualTo(403);
    }
    for (String variable : List.of("variables", "localVariables")) {
      Answer answer =
          ada.send("PUT", "/task/" + task + "/" + variable + "/benchmarkId", value("another"));
      assertThat(answer.status()).isEqualTo(403);
    }

    assertThat(tasks.getVariable(task, "benchmarkId")).isEqualTo(revision.benchmarkId());
    assertThat(tasks.getVariables(task)).doesNotContainKeys("somethingNew", "decision");
  }

  @Test
  @DisplayName("may send back what the form only shows, as it is")
  void unchangedVariables() {
    Revision revision = benchmarkUnderReview();
    Webapp ada = Webapp.of(url(), "ada", "tasklist");
    String task = taskAbout(revision);
    ada.post("/task/" + task + "/claim", Map.of("userId", "ada"));

    Answer answer =
        ada.post(
            "/task/" + task + "/submit-form",
            variables("decision", "approve", "benchmarkId", revision.benchmarkId()));

    assertThat(answer.status()).as(answer.body()).isLessThan(300);
  }

  @Test
  @DisplayName("starts a round by its form only, at its beginning, with what the form asks for")
  void starts() {
    Revision revision = activeBenchmark();
    Webapp chloe = Webapp.of(url(), "chloe", "tasklist");
    Map<String, Object> filledIn = variables("benchmarkId", revision.benchmarkId());

    Map<String, Object> inTheMiddle = new HashMap<>(filledIn);
    inTheMiddle.put(
        "startInstructions",
        List.of(Map.of("type", "startBeforeActivity", "activityId", "Task_PublishReport")));
    Map<String, Object> withKey = new HashMap<>(filledIn);
    withKey.put("businessKey", "another-round");
    String process = "/process-definition/key/EvaluationRound/";

    assertThat(chloe.post(process + "start", filledIn).status()).isEqualTo(403);
    assertThat(chloe.post(process + "start", inTheMiddle).status()).isEqualTo(403);
    assertThat(chloe.post(process + "submit-form", withKey).status()).isEqualTo(403);
    Answer withMore =
        chloe.post(
            process + "submit-form",
            variables("benchmarkId", revision.benchmarkId(), "committee", "operators"));
    assertThat(withMore.status()).as(withMore.body()).isEqualTo(400);
    assertThat(
            runtime
                .createProcessInstanceQuery()
                .processDefinitionKey("EvaluationRound")
                .variableValueEquals("benchmarkId", revision.benchmarkId())
                .count())
        .isZero();
  }

  @Test
  @DisplayName("starts no other process at all")
  void otherProcesses() {
    Webapp ada = Webapp.of(url(), "ada", "tasklist");

    for (String process : List.of("Execution", "BenchmarkApproval", "DatasetAssociation")) {
      Answer answer = ada.post("/process-definition/key/" + process + "/submit-form", Map.of());
      assertThat(answer.status()).as(process + ": " + answer.body()).isEqualTo(403);
    }
  }

  private String taskAbout(Revision revision) {
    soon(() -> assertThat(openTask(revision)).isEqualTo(1));
    return tasks.createTaskQuery().processInstanceBusinessKey(revision.id()).singleResult().getId();
  }

  private long openTask(Revision revision) {
    return tasks.createTaskQuery().processInstanceBusinessKey(revision.id()).count();
  }

  private static Map<String, Object> variables(String... namesAndValues) {
    Map<String, Object> variables = new HashMap<>();
    for (int place = 0; place < namesAndValues.length; place += 2) {
      variables.put(namesAndValues[place], value(namesAndValues[place + 1]));
    }
    return new HashMap<>(Map.of("variables", variables));
  }

  private static Map<String, Object> value(String text) {
    return Map.of("value", text, "type", "String");
  }
}
