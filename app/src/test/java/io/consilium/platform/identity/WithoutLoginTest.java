package io.consilium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.PlatformTest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@DisplayName("Without login")
class WithoutLoginTest extends PlatformTest {
  private static final Set<String> OPEN =
      Set.of("/login", "/actuator/health", "/facility/enrolment");
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "OPTIONS");

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mappings;

  @Test
  @DisplayName(
      "every path that a controller serves answers 401 or 404, login and enrolment excepted")
  void controllers() {
    Set<String> paths = new TreeSet<>();
    mappings
        .getHandlerMethods()
        .keySet()
        .forEach(mapping -> paths.addAll(mapping.getPatternValues()));
    assertThat(paths).contains("/login", "/api/facilities", "/facility/statements");

    assertClosed(
        paths.stream()
            .map(path -> path.replaceAll("\\{[^}]*}", "x"))
            .filter(path -> !OPEN.contains(path))
            .toList());
  }

  @Test
  @DisplayName("so does everything of the engine")
  void engine() {
    assertClosed(
        List.of(
            "/camunda/api/engine/engine/default",
            "/camunda/api/engine/engine/default/authorization",
            "/camunda/api/engine/engine/default/deployment",
            "/camunda/api/engine/engine/default/deployment/create",
            "/camunda/api/engine/engine/default/execution",
            "/camunda/api/engine/engine/default/external-task",
            "/camunda/api/engine/engine/default/external-task/fetchAndLock",
            "/camunda/api/engine/engine/default/filter",
            "/camunda/api/engine/engine/default/history/process-instance",
            "/camunda/api/engine/engine/default/identity/groups",
            "/camunda/api/engine/engine/default/identity/password-policy",
            "/camunda/api/engine/engine/default/identity/verify",
            "/camunda/api/engine/engine/default/message",
            "/camunda/api/engine/engine/default/process-definition",
            "/camunda/api/engine/engine/default/process-instance",
            "/camunda/api/engine/engine/default/task",
            "/camunda/api/engine/engine/default/user",
            "/camunda/api/engine/engine/default/user/create",
            "/camunda/api/engine/engine/default/variable-instance",
            "/camunda/api/engine/engine/default/version",
            "/camunda/api/cockpit/plugin/base/default/process-definition/statistics",
            "/camunda/api/tasklist/plugin/base/default",
            "/camunda/api/admin/plugin/license/default/key",
            "/camunda/api/admin/setup/default/user/create",
            "/camunda/api/welcome/x",
            "/engine-rest",
            "/engine-rest/engine",
            "/engine-rest/task",
            "/rest/engine",
            "/api/engine/engine/default/task",
            "/app/tasklist/default/"));
  }

  @Test
  @DisplayName("so does whatever else somebody may think of")
  void rest() {
    assertClosed(
        List.of(
            "/",
            "/index.html",
            "/error",
            "/logout",
            "/actuator",
            "/actuator/env",
            "/actuator/heapdump",
            "/actuator/health/db",
            "/v3/api-docs",
            "/api/openapi.json",
            "/swagger-ui/index.html",
            "/api",
            "/facility",
            "/h2-console",
            "/templates/login.html",
            "/application.yaml",
            "/db/migration/V1__facility_and_statements.sql",
            "/webjars/camunda/app/tasklist/index.html",
            "/META-INF/resources/webjars/camunda/index.html"));
  }

  @ParameterizedTest
  @DisplayName("tricks with the path change nothing:")
  @ValueSource(
      strings = {
        "/camunda/app/../api/engine/engine/default/task",
        "/camunda/app/..;/api/engine/engine/default/task",
        "/camunda/app/%2e%2e/api/engine/engine/default/task",
        "/camunda/app/..%2fapi/engine/engine/default/task",
        "/camunda//api/engine/engine/default/task",
        "/camunda/api;x=/engine/engine/default/task",
        "/login/../api/facilities",
        "/login;/../api/facilities",
        "/actuator/health/../env",
        "/consilium.css/../api/facilities",
        "/CAMUNDA/API/ENGINE/ENGINE/DEFAULT/TASK"
      })
  void tricks(String path) {
    assertThat(RawRequest.status(url(), path)).isIn(400, 401, 404);
  }

  @Test
  @DisplayName("pages answer with the login form, programs get a problem, and nobody a challenge")
  void formOfAnswers() {
    Answer page = new Http(url()).get("/rounds/some-round");
    assertThat(page.status()).isEqualTo(401);
    assertThat(page.contentType()).startsWith("text/html");
    assertThat(page.body()).contains("type=\"password\"").contains("value=\"/rounds/some-round\"");

    for (String path : List.of("/api/facilities", "/facility/benchmarks")) {
      Answer problem = new Http(url()).get(path);
      assertThat(problem.status()).isEqualTo(401);
      assertThat(problem.contentType()).startsWith("application/problem+json");
      assertThat(problem.headers()).doesNotContainKey("www-authenticate");
    }
  }

  @Test
  @DisplayName("the login pages, what they load, and health are there")
  void openPaths() {
    Http http = new Http(url());
    for (String path :
        List.of(
            "/login",
            "/consilium.css",
            "/consilium.svg",
            "/camunda/app/tasklist/default/",
            "/camunda/app/cockpit/default/",
            "/camunda/app/tasklist/camunda-tasklist-bootstrap.js",
            "/camunda/lib/deps.js",
            "/camunda/favicon.ico")) {
      assertThat(http.get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(http.get("/actuator/health").body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  @DisplayName("every answer forbids framing and guessing of content types")
  void headers() {
    for (String path :
        List.of("/", "/login", "/api/x", "/facility/x", "/camunda/app/tasklist/default/")) {
      assertThat(new Http(url()).get(path).headers())
          .as(path)
          .containsEntry("x-frame-options", "DENY")
          .containsEntry("x-content-type-options", "nosniff");
    }
  }

  private void assertClosed(List<String> paths) {
    Http http = new Http(url());
    var softly = new SoftAssertions();
    for (String path : paths) {
      for (String method : METHODS) {
        Answer answer = http.send(method, path, Optional.of("application/json"), "{}");
        softly.assertThat(answer.status()).as(method + " " + path).isIn(401, 404);
        softly
            .assertThat(answer.body())
            .as(method + " " + path)
            .doesNotContain("Exception")
            .doesNotContain("org.camunda");
      }
    }
    softly.assertAll();
  }
}
