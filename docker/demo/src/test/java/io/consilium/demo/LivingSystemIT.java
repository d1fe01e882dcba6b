package io.consilium.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One evaluation at two facilities, with a person at a browser, an outsider who tries the doors,
 * and a worker that dies. The tests are stations of one story and run in its order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
class LivingSystemIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Set<String> OPEN =
      Set.of("/login", "/consilium.css", "/consilium.svg", "/actuator/health");

  private final Stage stage;
  private final int cells;
  private final Installation installation;
  private final Walk walk;
  private final PeopleApi api;
  private final URI platform;
  private final PlatformDatabase database;
  private Optional<Browser> opened = Optional.empty();
  private Optional<String> victim = Optional.empty();

  LivingSystemIT() throws IOException {
    // Two are enough to try everything; a picture shows all.
    stage =
        Stage.of(
            Browser.picturesAreAsked() ? Hospital.all() : List.of(Hospital.AURORA, Hospital.ELM));
    cells = stage.installation().hospitals().size() * 3;
    installation = stage.installation();
    platform = stage.settings().platform();
    api = new PeopleApi(platform);
    database = new PlatformDatabase(stage.settings().platformHome());
    walk = new Walk(installation, new Narrator(System.out, Narrator.Medium.PLAIN, Instant.now()));
  }

  @BeforeAll
  void start() {
    walk.open();
    walk.proposeBenchmark();
    opened = Optional.of(Browser.open(platform, Stage.ROOT));
  }

  @AfterAll
  void stop() {
    opened.ifPresent(Browser::close);
    stage.close();
  }

  @Test
  @Order(0)
  @DisplayName("consilium test run passes on the example benchmark, with every model, offline")
  void theExampleIsTriedOffline() {
    Path example = stage.settings().example();
    List<String> line =
        List.of(
            Stage.ROOT.resolve("workers/bin/consilium").toString(),
            "test",
            "run",
            "--benchmark",
            example.resolve("benchmark.yaml").toString(),
            "--demo",
            example.resolve("demo.tar.gz").toString());

    for (String model : List.of("random-forest", "gradient-boosting")) {
      List<String> withModel = new ArrayList<>(line);
      withModel.addAll(List.of("--model", example.resolve("models/" + model + ".yaml").toString()));
      Command.Outcome outcome = Command.run(withModel, Map.of());

      assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
      assertThat(outcome.output())
          .contains("infer: " + model + " ... ok", "evaluate: fna-evaluator ... ok", "PASSED")
          .doesNotContain("Note:");
    }
    Command.Outcome reference = Command.run(line, Map.of());
    assertThat(reference.output()).contains("infer: logistic-regression ... ok", "PASSED");
  }

  @Test
  @Order(1)
  @DisplayName("Without a login, every path but the login pages and health is 401 or 404")
  void anOutsiderFindsNothing() throws IOException, InterruptedException {
    Set<String> paths = new TreeSet<>();
    api.get(Person.OLGA, "/api/openapi.json")
        .path("paths")
        .fieldNames()
        .forEachRemaining(path -> paths.add(path.replaceAll("\\{[^}]*}", Walk.BENCHMARK)));
    assertThat(paths).hasSizeGreaterThan(10);
    paths.addAll(
        List.of(
            "/",
            "/rounds/" + Walk.ROUND_ID,
            "/benchmarks/" + Walk.BENCHMARK,
            "/api/openapi.json",
            "/swagger-ui/index.html",
            "/actuator",
            "/actuator/env",
            "/actuator/heapdump",
            "/h2-console",
            "/engine-rest/engine",
            "/engine-rest/deployment/create",
            "/camunda/api/engine/engine/default/task",
            "/camunda/api/engine/engine/default/user",
            "/camunda/api/engine/engine/default/variable-instance",
            "/camunda/api/engine/engine/default/deployment/create",
            "/camunda/api/admin/setup/default/user/create",
            "/camunda/api/cockpit/plugin/base/default/process-definition/statistics",
            "/facility/benchmarks",
            "/facility/statements",
            "/facility/assets/" + "0".repeat(64),
            "/facility/revisions/" + Walk.BENCHMARK + "/1",
            "/facility/models/logistic-regression",
            "/facility/test-reports",
            "/facility/engine/external-task/fetchAndLock",
            "/facility/engine/external-task/x/complete",
            "/facility/engine/process-instance",
            "/nothing"));
    HttpClient http = HttpClient.newHttpClient();
    List<String> found = new ArrayList<>();

    for (String path : paths) {
      for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(platform + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody())
                .build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 401 && status != 404) {
          found.add(method + " " + path + " " + status);
        }
      }
    }

    assertThat(found).isEmpty();
    for (String path : OPEN) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(platform + path)).build();
      assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  @Order(2)
  @DisplayName(
      "A committee member reads the benchmark in Tasklist and cannot decline without a word")
  void aCommitteeMemberReviewsInTasklist() {
    walk.awaitBenchmarkReview(Tasklist.login(platform, Person.ADA));
    Page page = browser().webapp("tasklist", Person.ADA);

    page.getByText("Review benchmark").first().click();
    assertThat(page.getByLabel("Title"))
        .hasValue("Malignancy from fine-needle aspirates of the breast");
    assertThat(page.getByLabel("Submitted by")).hasValue("ines");
    page.getByText("Claim", exactly()).click();
    assertThat(page.getByText("Ada Lovell")).hasCount(2);
    browser().picture(page, "tasklist");
    page.getByLabel("Decline: it does not become active").check();
    page.getByText("Complete", exactly()).click();

    Locator message = page.locator("[notifications-panel]");
    assertThat(message).containsText(Pattern.compile("comment", Pattern.CASE_INSENSITIVE));
    System.out.println("Tasklist says: " + message.innerText());
    assertThat(walk.awaitBenchmarkReview(Tasklist.login(platform, Person.ADA)).name())
        .isEqualTo("Review benchmark");

    message.locator(".close:visible").first().click();
    page.getByLabel("Approve: activate this revision").check();
    page.getByText("Complete", exactly()).click();

    walk.awaitActivation();
  }

  @Test
  @Order(3)
  @DisplayName("Facilities and three models join, and the committee starts a round")
  void theRoundStarts() {
    walk.submitModels();
    walk.prepareData();
    walk.joinBenchmark();
    walk.approveAssociations();
    walk.acceptModels();

    walk.startRound();

    assertThat(round().path("cells")).hasSize(cells);
  }

  @Test
  @Order(4)
  @DisplayName("A worker is killed while its container runs")
  void aWorkerDies() {
    Site aurora = installation.site(Hospital.AURORA);
    String container =
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> Docker.running(aurora.home(), "infer").filter(Docker::pause),
                Optional::isPresent)
            .orElseThrow();
    victim = Optional.of(Docker.caseOf(container));

    aurora.worker().kill();

    assertThat(Docker.exists(container)).isTrue();
    assertThat(phaseOf(victim.orElseThrow())).isEqualTo("RUNNING");
  }

  @Test
  @Order(5)
  @DisplayName(
      "Cockpit shows the executions that run on their diagram, and ids among their variables")
  void cockpitShowsRunningExecutions() throws SQLException, IOException {
    List<String> instance =
        database
            .rows(
                "select id_, proc_def_id_ from public.act_ru_execution where business_key_ = '"
                    + victim.orElseThrow()
                    + "'")
            .get(0);
    String cockpit = platform + "/camunda/app/cockpit/default/#/";
    Page page = browser().webapp("cockpit", Person.OLGA);
    assertThat(page.getByText("Olga Brandt").first()).isVisible();

    page.navigate(cockpit + "process-definition/" + instance.get(1) + "/runtime");
    assertThat(page.locator("[data-element-id=Task_RunInference]").first()).isVisible();
    assertThat(page.locator(".djs-overlays[data-container-id=Task_RunInference] .badge").first())
        .hasText(Pattern.compile("[1-9]"));
    assertThat(page.getByText(victim.orElseThrow()).first()).isVisible();
    browser().picture(page, "cockpit");

    page.navigate(cockpit + "process-instance/" + instance.get(0) + "/runtime");
    assertThat(page.getByText("modelId").first()).isVisible();
    assertThat(page.getByText("auroc")).hasCount(0);
  }

  @Test
  @Order(6)
  @DisplayName("After a restart the execution ends once, and no container is left")
  void theRestartedWorkerFinishes() throws SQLException, IOException {
    Site aurora = installation.site(Hospital.AURORA);
    aurora.startWorker();
    aurora.awaitWorker();

    walk.releaseResults();

    String execution = victim.orElseThrow();
    assertThat(phaseOf(execution)).isEqualTo("RELEASED");
    assertThat(
            database.rows(
                "select count(*) from registry.result where execution_id = '" + execution + "'"))
        .containsExactly(List.of("1"));
    assertThat(
            database.rows(
                "select state_ from public.act_hi_procinst where business_key_ = '"
                    + execution
                    + "'"))
        .containsExactly(List.of("COMPLETED"));
    assertThat(Leftovers.containersOf(aurora.home())).isEmpty();
  }

  @Test
  @Order(7)
  @DisplayName("No variable, present or past, holds a result's number")
  void noResultInAnyVariable() throws SQLException, IOException {
    List<String> results =
        database.rows("select metrics from registry.result").stream()
            .map(row -> row.get(0))
            .toList();
    Set<String> numbers = new TreeSet<>();
    for (String metrics : results) {
      Pattern.compile("\\d+\\.\\d{2,}")
          .matcher(metrics)
          .results()
          .forEach(match -> numbers.add(match.group()));
    }
    assertThat(results).hasSize(cells);
    assertThat(numbers).hasSizeGreaterThan(20);

    List<List<String>> variables = new ArrayList<>();
    for (String table : List.of("act_ru_variable", "act_hi_varinst", "act_hi_detail")) {
      variables.addAll(
          database.rows(
              "select name_, coalesce(text_, '') || ' ' || coalesce(text2_, ''), double_,"
                  + " bytearray_id_ from public."
                  + table));
    }

    assertThat(variables).hasSizeGreaterThan(100);
    assertThat(variables)
        .allSatisfy(
            variable -> {
              assertThat(variable.get(1)).doesNotContain(numbers);
              assertThat(variable.get(2)).as("a number with a fraction").isEmpty();
              assertThat(variable.get(3)).as("a serialised value").isEmpty();
            });
    assertThat(
            database.rows(
                "select name_ from public.act_ge_bytearray where name_ not like '%.bpmn'"
                    + " and name_ not like '%.form'"))
        .isEmpty();
  }

  @Test
  @Order(8)
  @DisplayName("The published report says what an independent computation says")
  void theReportIsRight() throws IOException {
    walk.publishReport();
    JsonNode report = walk.report();

    assertThat(report.path("cells")).hasSize(cells);
    assertThat(ExpectedResults.compute(Stage.ROOT, stage.settings().example()).differences(report))
        .isEmpty();
  }

  @Test
  @Order(9)
  @DisplayName("Who takes part reads the report in the portal, with the picture")
  void theReportPage() {
    Page page = browser().portal(Person.MAX, "/rounds/" + Walk.ROUND_ID);

    assertThat(page.getByText("Aurora University Hospital").first()).isVisible();
    assertThat(page.locator("svg").first()).isVisible();
    page.setViewportSize(1440, 1460);
    browser().picture(page, "report");
  }

  private Browser browser() {
    return opened.orElseThrow();
  }

  private JsonNode round() {
    return api.get(Person.CHLOE, "/api/rounds/" + Walk.ROUND_ID);
  }

  private String phaseOf(String executionId) {
    for (JsonNode cell : round().path("cells")) {
      if (cell.path("executionId").asText().equals(executionId)) {
        return cell.path("state").asText();
      }
    }
    throw new AssertionError("no cell of execution " + executionId);
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
