package io.consilium.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.PlatformTest;
import io.consilium.platform.Webapp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("An attacker in the webapps")
class WebappAttackTest extends PlatformTest {
  @TempDir private Path folder;
  @Autowired private FilterService filters;
  @Autowired private IdentityService identity;

  private Webapp ada;

  @BeforeEach
  void anOrdinaryUser() {
    ada = Webapp.of(url(), "ada", "tasklist");
  }

  @Test
  @DisplayName("runs no code through a sub-query of a task query (CVE-2026-109432)")
  void orQueries() {
    Path mark = folder.resolve("taken");
    Answer answer =
        ada.post(
            "/task?maxResults=1",
            Map.of("orQueries", List.of(Map.of("assigneeExpression", code(mark)))));

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(mark).doesNotExist();
  }

  @Test
  @DisplayName("runs no code through a task query itself")
  void query() {
    Path mark = folder.resolve("taken");

    Answer answer = ada.post("/task?maxResults=1", Map.of("assigneeExpression", code(mark)));

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(mark).doesNotExist();
  }

  @Test
  @DisplayName("runs no code through a filter that extends a stored one")
  void extendedFilter() {
    Path mark = folder.resolve("taken");
    String id = ada.get("/filter?maxResults=1").json().get(0).get("id").asText();

    for (Map<String, Object> body :
        List.<Map<String, Object>>of(
            Map.of("assigneeExpression", code(mark)),
            Map.of("orQueries", List.of(Map.of("assigneeExpression", code(mark)))))) {
      Answer answer = ada.post("/filter/" + id + "/list?maxResults=1", body);
      assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    }
    assertThat(mark).doesNotExist();
  }

  @Test
  @DisplayName("runs no code through a filter that somehow got stored")
  void storedFilter() {
    Path mark = folder.resolve("taken");
    Filter filter = filters.newTaskFilter(newId("trap"));
    TaskQueryImpl query = new TaskQueryImpl();
    query.addExpression("taskAssignee", code(mark));
    filter.setQuery(query);
    filters.saveFilter(filter);

    try {
      identity.clearAuthentication();
      assertThat(catchThrowable(() -> filters.list(filter.getId())))
          .hasMessageContaining("Unable to resolve expression");
    } finally {
      filters.deleteFilter(filter.getId());
    }
    assertThat(mark).doesNotExist();
  }

  @ParameterizedTest
  @DisplayName("gets no expression past the few that are allowed:")
  @ValueSource(
      strings = {
        "${currentUser().getClass()}",
        "${currentUser()}${dateTime()}",
        "${dateTime().toString()}",
        "${dateTime().getClass().forName('java.lang.Runtime')}",
        "${now().getClass()}",
        "${settleExecution}",
        "x${1+1}",
        "#{1+1}",
        "${''.getClass()}"
      })
  void otherExpressions(String expression) {
    Answer answer =
        ada.post(
            "/task?maxResults=1",
            Map.of("orQueries", List.of(Map.of("assigneeExpression", expression))));

    assertThat(answer.status()).as(expression).isGreaterThanOrEqualTo(400);
  }

  @ParameterizedTest
  @DisplayName("leaves the others the expressions that Tasklist lives on:")
  @ValueSource(
      strings = {
        "createdAfterExpression ${dateTime().minusDays(7)}",
        "dueBeforeExpression ${ now() }",
        "followUpBeforeExpression ${dateTime().plusWeeks(2).withTimeAtStartOfDay()}",
        "assigneeExpression ${ currentUser() }",
        "candidateGroupsExpression ${currentUserGroups()}"
      })
  void legitimate(String fieldAndExpression) {
    String[] parts = fieldAndExpression.split(" ", 2);

    Answer answer =
        ada.post("/task?maxResults=1", Map.of("orQueries", List.of(Map.of(parts[0], parts[1]))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  @DisplayName("leaves them their lists, whose filters hold such expressions")
  void listsWork() {
    JsonNode lists = ada.get("/filter?maxResults=50").json();

    assertThat(lists.findValuesAsText("name")).contains("Mine", "For my groups");
    for (JsonNode list : lists) {
      assertThat(ada.get("/filter/" + list.get("id").asText() + "/list?maxResults=5").status())
          .isEqualTo(200);
    }
  }

  @Test
  @DisplayName("makes no administrator while there is none (CVE-2026-77226)")
  void setup() {
    Map<String, Object> admin =
        Map.of(
            "profile", Map.of("id", "mallory", "firstName", "M", "lastName", "M"),
            "credentials", Map.of("password", "mallory"));
    for (Http http : List.of(anonymous(), ada.http())) {
      for (String path :
          List.of(
              "/camunda/api/admin/setup/default/user/create",
              "/camunda/api/admin/setup/default/user/create/",
              "/camunda/api/admin/setup/default/")) {
        assertThat(http.postJson(path, Http.json(admin)).status()).as(path).isIn(401, 403, 404);
      }
    }

    assertThat(identity.createUserQuery().userId("mallory").count()).isZero();
    assertThat(identity.createGroupQuery().groupId("camunda-admin").count()).isZero();
  }

  @Test
  @DisplayName("is not shown the page for making one")
  void setupPage() {
    Answer page = anonymous().get("/camunda/app/admin/default/");
    Answer setup = anonymous().get("/camunda/app/admin/default/setup/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(setup.status()).isEqualTo(302);
    assertThat(setup.headers().get("location")).endsWith("/camunda/app/admin/default/");
  }

  @Test
  @DisplayName("deploys nothing, not even an operator does")
  void deployment() {
    for (Webapp webapp : List.of(ada, Webapp.of(url(), "olga", "cockpit"))) {
      String form =
          "--b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"x.bpmn\"\r\n\r\n<x/>\r\n--b--\r\n";
      Answer answer =
          webapp
              .http()
              .send(
                  "POST",
                  "/camunda/api/engine/engine/default/deployment/create",
                  Optional.of("multipart/form-data; boundary=b"),
                  form);
      assertThat(answer.status()).isEqualTo(403);
    }
  }

  private Http anonymous() {
    Http http = new Http(url());
    http.get("/camunda/app/tasklist/default/");
    return http.with("X-XSRF-TOKEN", http.cookie("XSRF-TOKEN"));
  }

  private static String code(Path mark) {
    return "${''.getClass().forName('java.io.File').getConstructor(''.getClass())"
        + ".newInstance('%s').createNewFile()}".formatted(mark);
  }
}
