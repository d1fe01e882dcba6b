package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Topics;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("The gateway refuses, saying what and where,")
class TaskRequestTest extends GatewayTest {
  private static final String FETCH = "/facility/engine/external-task/fetchAndLock";

  @Autowired private RuntimeService runtime;

  private Site aurora;
  private String dataset;
  private String task;

  @BeforeEach
  void aFacilityWithATask() {
    aurora = site("aurora");
    dataset = work(aurora);
    task = aurora.take("w", Topics.PREPARE);
  }

  @Test
  @DisplayName("variables on completion, of which none reaches the case")
  void variables() {
    Map<String, Object> result = Map.of("auroc", Map.of("value", 0.97, "type", "Double"));

    for (String field : List.of("variables", "localVariables")) {
      Answer answer = aurora.task(task, "complete", Map.of("workerId", "w", field, result));
      assertRefused(answer, "variables are not accepted");
    }
    for (String operation : List.of("bpmnError", "failure")) {
      assertThat(
              aurora
                  .task(
                      task,
                      operation,
                      Map.of(
                          "workerId", "w",
                          "errorCode", "REFUSED",
                          "variables", result))
                  .status())
          .isEqualTo(400);
    }

    assertThat(
            runtime
                .createVariableInstanceQuery()
                .variableName("auroc")
                .processInstanceIdIn(
                    runtime
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(dataset)
                        .singleResult()
                        .getId())
                .count())
        .isZero();
  }

  @ParameterizedTest
  @DisplayName("an error code that is not a reason")
  @ValueSource(strings = {"COMPATIBILITY_FAILED", "patient 4711 is missing", "refused", ""})
  void errorCode(String code) {
    assertRefused(
        aurora.task(task, "bpmnError", Map.of("workerId", "w", "errorCode", code)),
        "errorCode must be one of");
  }

  @Test
  @DisplayName("a failure that tells more than a reason")
  void failureDetail() {
    Map<String, Object> failure = new HashMap<>();
    failure.put("workerId", "w");
    failure.put("retries", 1);
    failure.put("errorMessage", "no file /srv/data/4711.dcm");
    assertRefused(aurora.task(task, "failure", failure), "errorMessage must be one of");

    failure.put("errorMessage", "STEP_FAILED");
    failure.put("errorDetails", "at org.example.Secret");
    assertRefused(aurora.task(task, "failure", failure), "errorDetails must be empty");
  }

  @ParameterizedTest(name = "{0} {1} = {2}")
  @DisplayName("numbers out of range:")
  @CsvSource({
    "failure, retries, 6",
    "failure, retries, -1",
    "failure, retryTimeout, 3600001",
    "extendLock, newDuration, 600001",
    "extendLock, newDuration, 0"
  })
  void ranges(String operation, String field, long value) {
    Map<String, Object> body = new HashMap<>();
    body.put("workerId", "w");
    if (operation.equals("failure")) {
      body.put("errorMessage", "STEP_FAILED");
      body.put("retries", 1);
    }
    body.put(field, value);

    assertRefused(aurora.task(task, operation, body), field + " must be a number from");
  }

  @ParameterizedTest(name = "{0} = {1}")
  @DisplayName("a wish for work out of range:")
  @CsvSource({"maxTasks, 51", "maxTasks, 0", "asyncResponseTimeout, 60001"})
  void wishes(String field, long value) {
    Map<String, Object> wish = wish();
    wish.put(field, value);

    assertRefused(fetch(wish), field + " must be a number from");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a topic that asks for more than a facility's own work:")
  @CsvSource({
    "lockDuration, 600001",
    "withoutTenantId, true",
    "processDefinitionId, x",
    "processDefinitionVersionTag, x"
  })
  void topics(String field, String value) {
    Map<String, Object> topic = new HashMap<>(Map.of("topicName", "prepare", "lockDuration", 1000));
    topic.put(field, valueOf(value));
    Map<String, Object> wish = wish();
    wish.put("topics", List.of(topic));

    Answer answer = fetch(wish);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).startsWith("topics[0].");
  }

  @Test
  @DisplayName("a field that the stock client does not send")
  void unknownField() {
    Map<String, Object> wish = wish();
    wish.put("facilityId", "borealis");

    assertRefused(fetch(wish), "facilityId");
  }

  @Test
  @DisplayName("a body that is not JSON, without an echo of it")
  void notJson() {
    Answer answer = aurora.http().postJson(FETCH, "{\"workerId\": canary-4711");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body()).doesNotContain("canary-4711").doesNotContain("com.fasterxml");
  }

  @Test
  @DisplayName("a body that is too large")
  void tooLarge() {
    Map<String, Object> wish = wish();
    wish.put("workerId", "w".repeat(70_000));

    assertThat(fetch(wish).status()).isEqualTo(413);
    assertThat(
            aurora
                .http()
                .postJson("/facility/statements", "{\"payload\": \"" + "A".repeat(1 << 20) + "\"}")
                .status())
        .isEqualTo(413);
  }

  @Test
  @DisplayName("a body that does not say how long it is")
  void unknownLength() throws Exception {
    byte[] body = Http.json(wish()).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + FETCH))
            .header("Authorization", "Bearer " + aurora.token())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();

    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(411);
  }

  @ParameterizedTest
  @DisplayName("whatever else the engine's own interface offers:")
  @ValueSource(
      strings = {
        "/facility/engine/external-task",
        "/facility/engine/external-task/count",
        "/facility/engine/process-instance",
        "/facility/engine/task",
        "/facility/engine/deployment/create",
        "/facility/engine/message",
        "/facility/engine/version"
      })
  void nothingElse(String path) {
    assertThat(aurora.http().get(path).status()).isIn(404, 405);
    assertThat(aurora.http().postJson(path, "{}").status()).isIn(404, 405);
  }

  private static Object valueOf(String text) {
    return switch (text) {
      case "true" -> true;
      case "x" -> text;
      default -> Long.parseLong(text);
    };
  }

  private Answer fetch(Map<String, ?> wish) {
    return aurora.http().postJson(FETCH, Http.json(wish));
  }

  private static Map<String, Object> wish() {
    return new HashMap<>(
        Map.of(
            "workerId",
            "w",
            "maxTasks",
            1,
            "topics",
            List.of(Map.of("topicName", "prepare", "lockDuration", 1000))));
  }

  private static void assertRefused(Answer answer, String words) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("detail").asText()).contains(words);
    assertThat(problem.get("message")).as("for the stock client").isEqualTo(problem.get("detail"));
  }
}
