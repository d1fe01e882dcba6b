package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Topics;
import io.consilium.contract.statement.Payload.PreparationRequested;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("A facility that tries another's task")
class IsolationTest extends GatewayTest {
  @Autowired private ExternalTaskService tasks;

  private Site aurora;
  private Site borealis;

  @BeforeEach
  void twoFacilities() {
    aurora = site("aurora");
    borealis = site("borealis");
  }

  record Try(String operation, Map<String, Object> body) {
    @Override
    public String toString() {
      return operation;
    }
  }

  static List<Try> operations() {
    return List.of(
        new Try("complete", Map.of("workerId", "w")),
        new Try("bpmnError", Map.of("workerId", "w", "errorCode", "REFUSED")),
        new Try("failure", Map.of("workerId", "w", "errorMessage", "STEP_FAILED", "retries", 1)),
        new Try("extendLock", Map.of("workerId", "w", "newDuration", 1000)),
        new Try("unlock", Map.of("workerId", "w")));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is answered as for one that does not exist, locked or not:")
  @MethodSource("operations")
  void sameAnswer(Try attempt) {
    work(borealis);
    String nobodys = UUID.randomUUID().toString();
    String unlocked = unlockedTaskOf(borealis);
    Answer whenUnlocked = aurora.task(unlocked, attempt.operation(), attempt.body());
    String locked = borealis.take("w", Topics.PREPARE);
    Answer whenLocked = aurora.task(locked, attempt.operation(), attempt.body());
    Answer unknown = aurora.task(nobodys, attempt.operation(), attempt.body());

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(withoutId(whenUnlocked, unlocked)).isEqualTo(withoutId(unknown, nobodys));
    assertThat(withoutId(whenLocked, locked)).isEqualTo(withoutId(unknown, nobodys));

    ExternalTask after = tasks.createExternalTaskQuery().externalTaskId(locked).singleResult();
    assertThat(after.getWorkerId()).as("untouched").isEqualTo("w");
    assertThat(after.getRetries()).isNull();
  }

  @Test
  @DisplayName("never gets it, whatever it asks for")
  void neverFetches() {
    work(borealis);

    assertThat(aurora.fetch("w", Topics.PREPARE, 0).json()).isEmpty();
    assertThat(fetchAsTenant(borealis.id).status()).isEqualTo(400);
    assertThat(withoutId(fetchAsTenant(borealis.id), borealis.id))
        .isEqualTo(withoutId(fetchAsTenant("no-such-site"), "no-such-site"));
    assertThat(borealis.take("w", Topics.PREPARE)).isNotEmpty();
  }

  @Test
  @DisplayName("cannot state anything in the other's name")
  void cannotStateForAnother() {
    Answer answer =
        aurora.state(
            new PreparationRequested(borealis.id, borealis.id + ".data", "lesions", 1, DIGEST),
            aurora.release);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).contains("another facility");
  }

  @ParameterizedTest
  @DisplayName("gets nothing of the proving ground's either:")
  @ValueSource(strings = {"/facility/assets/%s", "/facility/revisions/%s/1", "/facility/models/%s"})
  void provingGround(String path) {
    Answer answer = aurora.http().get(path.formatted("0".repeat(63)));

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  @DisplayName("cannot report a test")
  void testReports() {
    assertThat(
            aurora
                .http()
                .postJson(
                    "/facility/test-reports",
                    Http.json(Map.of("testId", "x", "outcome", "PASSED", "log", "")))
                .status())
        .isEqualTo(404);
  }

  private String unlockedTaskOf(Site site) {
    return await()
        .until(
            () -> tasks.createExternalTaskQuery().tenantIdIn(site.id).list(),
            found -> found.size() == 1)
        .get(0)
        .getId();
  }

  private Answer fetchAsTenant(String tenant) {
    Map<String, Object> topic =
        Map.of("topicName", "prepare", "lockDuration", 1000, "tenantIdIn", List.of(tenant));
    return aurora
        .http()
        .postJson(
            "/facility/engine/external-task/fetchAndLock",
            Http.json(Map.of("workerId", "w", "maxTasks", 1, "topics", List.of(topic))));
  }

  private static String withoutId(Answer answer, String id) {
    return answer.status() + " " + answer.contentType() + " " + answer.body().replace(id, "ID");
  }
}
