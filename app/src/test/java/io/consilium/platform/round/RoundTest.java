package io.consilium.platform.round;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.platform.association.AssociationKind;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Metrics;
import io.consilium.platform.scenario.Scenario;
import io.consilium.platform.scenario.Site;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("A round")
class RoundTest extends Scenario {
  @Autowired private HistoryService history;

  @Test
  @DisplayName("of a benchmark that there is not is refused to whoever starts it")
  void unknownBenchmark() {
    activeBenchmark();

    Answer answer = browser("chloe").startRound("no-such-benchmark", 24);

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.json().get("message").asText()).contains("no-such-benchmark");
  }

  @Test
  @DisplayName("is refused with a deadline of a thousand years, and the bounds are named")
  void farDeadline() {
    Revision revision = activeBenchmark();

    Answer answer = browser("chloe").startRound(revision.benchmarkId(), 8_766_000);

    assertThat(answer.json().get("message").asText()).contains("1 to 8760 hours");
  }

  @Test
  @DisplayName("of another benchmark's committee cannot be started")
  void otherCommittee() {
    activeBenchmark();
    String yaml =
        documents
            .benchmark(newId("lesion"), uploadDemoDataset())
            .replace("members: [chloe, dev]", "members: [dev]");
    Revision devs = propose(yaml);
    provingGround().complete(Topics.COMPATIBILITY_TEST, devs.id());
    decide("ada", devs.id(), "approve", "");
    soon(() -> assertThat(revision(devs.benchmarkId(), 1).isActive()).isTrue());

    Answer answer = browser("chloe").startRound(devs.benchmarkId(), 24);

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.json().get("message").asText()).startsWith("Only the committee");
  }

  @Test
  @DisplayName("without a dataset ends at once and says that there was nothing to evaluate")
  void empty() {
    Revision revision = activeBenchmark();

    String round = startedRound(revision);

    assertThat(rounds.find(round).orElseThrow().state()).isEqualTo(RoundState.EMPTY);
    assertThat(browser("chloe").get("/rounds/" + round).body()).contains("nothing to evaluate");
  }

  @Test
  @DisplayName("shows where each execution is, with its reason when it failed")
  void progress() {
    Revision revision = activeBenchmark();
    String model = revision.content().containers().referenceModel().id();
    List<Site> sites = IntStream.range(0, 4).mapToObj(index -> participant(revision, 50)).toList();
    String round = startedRound(revision);
    sites.get(1).take(Topics.INFER, execution(round, sites.get(1), model).id());
    sites.get(2).stage(execution(round, sites.get(2), model));
    sites
        .get(3)
        .fail(Topics.INFER, execution(round, sites.get(3), model).id(), Reason.IMAGE_UNAVAILABLE);

    soon(
        () ->
            assertThat(cells(round))
                .containsExactly(
                    "WAITING", "RUNNING", "AWAITING_RELEASE", "ENDED IMAGE_UNAVAILABLE"));
    assertThat(person("max").get("/api/rounds/" + round).status()).isEqualTo(404);
    assertThat(person("ines").get("/api/rounds/" + round).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("closes what is outstanding at its deadline, and keeps what was released")
  void deadline() {
    Revision revision = activeBenchmark();
    String model = revision.content().containers().referenceModel().id();
    Site quick = participant(revision, 50);
    Site slow = participant(revision, 50);
    String round = startedRound(revision);
    Execution released = execution(round, quick, model);
    quick.stage(released);
    quick.state(
        quick.release(
            released, revision, imageOf(model), Metrics.of(40, 20, 15, "0.9000", "0.01", "0.1")));
    soon(
        () ->
            assertThat(rounds.execution(released.id()).orElseThrow().state())
                .isEqualTo(ExecutionState.RELEASED));

    expire(round);

    awaitRound(round, RoundState.REVIEW);
    Execution late = execution(round, slow, model);
    assertThat(late.reason()).contains(Reason.DEADLINE_PASSED);
    assertThat(rounds.execution(released.id()).orElseThrow().resultId()).isPresent();
    expire(late.id());
    soon(() -> assertThat(instances(late.id())).isEmpty());
    Answer tooLate =
        slow.send(
            slow.release(
                late, revision, imageOf(model), Metrics.of(40, 20, 15, "0.9000", "0.01", "0.1")));
    assertThat(tooLate.status()).isEqualTo(422);
    assertThat(tooLate.json().get("detail").asText()).contains("the deadline passed");
  }

  @Test
  @DisplayName("of which many executions settle at the same moment settles once")
  void concurrentSettling() throws InterruptedException, ExecutionException {
    Revision revision = activeBenchmark();
    Site site = participant(revision, 50);
    furtherDatasets(site, revision, 29);
    String round = startedRound(revision);
    List<Execution> executions = rounds.executionsOf(round);
    assertThat(executions).hasSize(30);

    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> calls =
          executions.stream()
              .<Future<?>>map(
                  execution ->
                      pool.submit(
                          () -> site.fail(Topics.INFER, execution.id(), Reason.STEP_FAILED)))
              .toList();
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      pool.shutdown();
    }

    awaitRound(round, RoundState.REVIEW);
    assertThat(rounds.executionsOf(round))
        .allMatch(execution -> execution.reason().equals(Optional.of(Reason.STEP_FAILED)));
    assertThat(
            history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(instances(round).get(0).getId())
                .activityId("Task_CompileReport")
                .count())
        .isEqualTo(1);
    soon(
        () ->
            assertThat(executions.stream().flatMap(one -> instances(one.id()).stream()).toList())
                .isEmpty());
  }

  private List<String> cells(String round) {
    JsonNode cells = person("chloe").get("/api/rounds/" + round).json().get("cells");
    return IntStream.range(0, cells.size())
        .mapToObj(cells::get)
        .map(
            cell ->
                cell.get("state").asText()
                    + (cell.get("reason").isNull() ? "" : " " + cell.get("reason").asText()))
        .toList();
  }

  /** Makes the deadline of a case now. */
  private void expire(String businessKey) {
    instances(businessKey)
        .forEach(
            instance ->
                management
                    .createJobQuery()
                    .processInstanceId(instance.getId())
                    .timers()
                    .list()
                    .forEach(
                        job -> management.setJobDuedate(job.getId(), Date.from(Instant.now()))));
  }

  private List<ProcessInstance> instances(String businessKey) {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(businessKey).list();
  }

  /** More datasets of the facility, as if each had gone the way of the first. */
  private void furtherDatasets(Site site, Revision revision, int count) {
    database
        .sql(
            """
            insert into registry.dataset
                   (id, facility_id, benchmark_id, revision, state, fingerprint, people, statistics,
                    signed_by, statement_id, registered_at)
            select id || '-' || n, facility_id, benchmark_id, revision, state, fingerprint, people,
                   statistics, signed_by, statement_id, registered_at
              from registry.dataset, generate_series(1, ?) n
             where id = ?
            """)
        .params(count, site.dataset("data"))
        .update();
    database
        .sql(
            """
            insert into registry.association_entry
                   (association_id, kind, subject_id, benchmark_id, revision, state)
            select id || '.' || benchmark_id || '-r' || revision, 'DATASET', id, benchmark_id,
                   revision, 'APPROVED'
              from registry.dataset
             where facility_id = ? and id <> ?
            """)
        .params(site.id(), site.dataset("data"))
        .update();
    assertThat(associations.approved(AssociationKind.DATASET, revision)).hasSize(count + 1);
  }
}
