package io.consilium.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Variables;
import io.consilium.platform.PlatformTest;
import io.consilium.platform.Webapp;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.authorization.Resources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("Cockpit")
class CockpitTest extends PlatformTest {
  @Autowired private Cases cases;
  @Autowired private UserDirectory directory;
  @Autowired private RuntimeService runtime;
  @Autowired private ExternalTaskService tasks;
  @Autowired private AuthorizationService authorizations;

  private String facility;
  private String benchmark;
  private String execution;
  private String member;

  @BeforeEach
  void anExecution() {
    facility = newId("facility");
    benchmark = newId("lesions");
    execution = newId("execution");
    member = newId("member");
    directory.addUserIfAbsent(member, "Mem", "Ber", member + "-demo");
    directory.admitFacility(facility, "Facility");
    directory.formCommittee(benchmark, "Committee", List.of(member));
    cases.start(
        ProcessKeys.EXECUTION,
        execution,
        Map.of(
            Variables.FACILITY_ID, facility,
            Variables.EXECUTION_ID, execution,
            Variables.BENCHMARK_ID, benchmark,
            Variables.DEADLINE, "2099-01-01T00:00:00Z"));
  }

  @Test
  @DisplayName("shows a benchmark's executions to its committee")
  void committee() {
    Webapp webapp = Webapp.of(url(), member, "cockpit");

    assertThat(instances(webapp)).containsExactly(execution);
    assertThat(
            webapp
                .get("/process-instance/" + instanceId() + "/variables")
                .json()
                .has("benchmarkId"))
        .isTrue();
  }

  @Test
  @DisplayName("shows them to no other committee")
  void otherCommittee() {
    String stranger = newId("stranger");
    directory.addUserIfAbsent(stranger, "Str", "Anger", stranger + "-demo");
    directory.formCommittee(newId("other"), "Other committee", List.of(stranger));

    Webapp webapp = Webapp.of(url(), stranger, "cockpit");

    assertThat(instances(webapp)).isEmpty();
    assertThat(webapp.get("/process-instance/" + instanceId()).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("shows everything to operators, of facilities that came later too")
  void operators() {
    assertThat(instances(Webapp.of(url(), "olga", "cockpit"))).containsExactly(execution);
  }

  @Test
  @DisplayName("lets nobody change a running case")
  void nobodyChanges() {
    for (Webapp webapp :
        List.of(Webapp.of(url(), member, "cockpit"), Webapp.of(url(), "olga", "cockpit"))) {
      String instance = "/process-instance/" + instanceId();
      assertThat(
              webapp
                  .send(
                      "PUT",
                      instance + "/variables/benchmarkId",
                      Map.of("value", "x", "type", "String"))
                  .status())
          .isEqualTo(403);
      assertThat(webapp.send("DELETE", instance, Map.of()).status()).isEqualTo(403);
      assertThat(webapp.send("PUT", instance + "/suspended", Map.of("suspended", true)).status())
          .isEqualTo(403);
      assertThat(
              webapp
                  .post(
                      "/external-task/fetchAndLock",
                      Map.of(
                          "workerId",
                          "w",
                          "maxTasks",
                          10,
                          "topics",
                          List.of(Map.of("topicName", "infer", "lockDuration", 1000))))
                  .status())
          .isIn(401, 403);
    }
  }

  @Test
  @DisplayName("forgets who may see a case when the case ends")
  void rightsEnd() {
    String instance = instanceId();
    assertThat(rightsOver(instance)).isPositive();
    // Not while the job that leads to the first task is at work on the case.
    await().until(() -> tasks.createExternalTaskQuery().tenantIdIn(facility).count() == 1);

    cases.cancel(ProcessKeys.EXECUTION, execution, "a test");

    assertThat(rightsOver(instance)).isZero();
  }

  private long rightsOver(String instance) {
    return authorizations
        .createAuthorizationQuery()
        .resourceType(Resources.PROCESS_INSTANCE)
        .resourceId(instance)
        .count();
  }

  private String instanceId() {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(execution)
        .singleResult()
        .getId();
  }

  private List<String> instances(Webapp webapp) {
    JsonNode found =
        webapp
            .get(
                "/process-instance?maxResults=2000&processDefinitionKey=Execution&businessKey="
                    + execution)
            .json();
    return found.findValuesAsText("businessKey");
  }
}
