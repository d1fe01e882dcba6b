package io.consilium.platform.round;

import io.consilium.contract.Ids;
import io.consilium.contract.Messages;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import io.consilium.platform.association.AssociationKind;
import io.consilium.platform.association.Associations;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.dataset.Dataset;
import io.consilium.platform.dataset.Datasets;
import io.consilium.platform.engine.Cases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Rounds and their executions, from opening until the last one has settled. */
@Component
public class Rounds {
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final JdbcClient database;
  private final Benchmarks benchmarks;
  private final Associations associations;
  private final Datasets datasets;
  private final Cases cases;

  Rounds(
      JdbcClient database,
      Benchmarks benchmarks,
      Associations associations,
      Datasets datasets,
      Cases cases) {
    this.database = database;
    this.benchmarks = benchmarks;
    this.associations = associations;
    this.datasets = datasets;
    this.cases = cases;
  }

  public Optional<Round> find(String id) {
    return database
        .sql("select * from registry.round where id = ?")
        .param(id)
        .query(Rounds::readRound)
        .optional();
  }

  /** All rounds, the newest first. */
  public List<Round> all() {
    return database
        .sql("select * from registry.round order by opened_at desc")
        .query(Rounds::readRound)
        .list();
  }

  /** A round's executions by dataset and model. */
  public List<Execution> executionsOf(String roundId) {
    return database
        .sql("select * from registry.execution where round_id = ? order by dataset_id, model_id")
        .param(roundId)
        .query(Rounds::readExecution)
        .list();
  }

  public Optional<Execution> execution(String id) {
    return database
        .sql("select * from registry.execution where id = ?")
        .param(id)
        .query(Rounds::readExecution)
        .optional();
  }

  /**
   * Opens a round of a benchmark's newest active revision: every approved dataset with every
   * approved model becomes an execution of its own, which starts at once.
   *
   * @param openedBy user id of who opens it
   * @param groups the groups that the person belongs to, the benchmark's committee among them
   * @param untilDeadline 1 hour to 8760 hours
   * @throws RoundRefused when the person may not, or there is nothing to open
   */
  @Transactional
  public OpenedRound open(
      String benchmarkId, String openedBy, Set<String> groups, Duration untilDeadline) {
    Revision revision =
        benchmarks
            .active(benchmarkId)
            .orElseThrow(
                () ->
                    new RoundRefused(
                        "There is no benchmark \"%s\" with an active revision: give its id, such as breast-fna."
                            .formatted(benchmarkId)));
    if (!groups.contains(revision.committee())) {
      throw new RoundRefused(
          "Only the committee of %s opens its rounds.".formatted(revision.benchmarkId()));
    }
    if (untilDeadline.compareTo(SHORTEST) < 0 || untilDeadline.compareTo(LONGEST) > 0) {
      throw new RoundRefused("The deadline is 1 to 8760 hours away.");
    }
    Instant deadline = Instant.now().plus(untilDeadline).truncatedTo(ChronoUnit.SECONDS);
    List<String> models = associations.approved(AssociationKind.MODEL, revision);
    List<Dataset> data =
        associations.approved(AssociationKind.DATASET, revision).stream()
            .map(id -> datasets.find(id).orElseThrow())
            .toList();
    int cells = models.size() * data.size();
    String id = insert(revision, openedBy, deadline, cells);
    for (Dataset dataset : data) {
      models.forEach(modelId -> start(id, revision, dataset, modelId, deadline));
    }
    return new OpenedRound(id, revision, deadline, cells);
  }

  private String insert(Revision revision, String openedBy, Instant deadline, int cells) {
    // Numbers of one revision are given one after the other.
    database
        .sql("select 1 from registry.revision where id = ? for no key update")
        .param(revision.id())
        .query(Integer.class)
        .single();
    int number =
        database
            .sql(
                """
                select coalesce(max(number), 0) + 1 from registry.round
                 where benchmark_id = ? and revision = ?
                """)
            .params(revision.benchmarkId(), revision.number())
            .query(Integer.class)
            .single();
    String id = Ids.round(revision.benchmarkId(), revision.number(), number);
    database
        .sql(
            """
            insert into registry.round
                   (id, benchmark_id, revision, number, state, opened_by, deadline)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            id,
            revision.benchmarkId(),
            revision.number(),
            number,
            (cells == 0 ? RoundState.EMPTY : RoundState.RUNNING).name(),
            openedBy,
            OffsetDateTime.ofInstant(deadline, ZoneOffset.UTC))
        .update();
    return id;
  }

  private void start(
      String roundId, Revision revision, Dataset dataset, String modelId, Instant deadline) {
    String id = UUID.randomUUID().toString();
    database
        .sql(
            """
            insert into registry.execution (id, round_id, facility_id, dataset_id, model_id)
            values (?, ?, ?, ?, ?)
            """)
        .params(id, roundId, dataset.facilityId(), dataset.id(), modelId)
        .update();
    cases.start(
        ProcessKeys.EXECUTION,
        id,
        Map.of(
            Variables.FACILITY_ID, dataset.facilityId(),
            Variables.EXECUTION_ID, id,
            Variables.ROUND_ID, roundId,
            Variables.BENCHMARK_ID, revision.benchmarkId(),
            Variables.REVISION_NUMBER, revision.number(),
            Variables.REVISION_DIGEST, revision.digest(),
            Variables.MODEL_ID, modelId,
            Variables.DATASET_ID, dataset.id(),
            Variables.DEADLINE, deadline.toString()));
  }

  /**
   * The execution's result is stored; the execution settles when its case has taken note.
   *
   * @param resultId id of the statement that released it
   */
  public void noteResult(String executionId, String resultId) {
    database
        .sql("update registry.execution set result_id = ? where id = ?")
        .params(resultId, executionId)
        .update();
  }

  /**
   * An execution has come to its end. The last one of its round tells the round.
   *
   * @param reason why there is no result; ignored when there is one
   */
  @Transactional
  public void settle(String executionId, Optional<Reason> reason) {
    String roundId = execution(executionId).orElseThrow().roundId();
    Round round = lock(roundId);
    Execution execution = execution(executionId).orElseThrow();
    if (execution.state() != ExecutionState.OPEN) {
      // The round was closed in between.
      return;
    }
    database
        .sql(
            """
            update registry.execution
               set state = case when result_id is null then 'ENDED' else 'RELEASED' end,
                   reason = case when result_id is null then ? end,
                   settled_at = clock_timestamp()
             where id = ?
            """)
        .params(reason.orElse(Reason.STEP_FAILED).name(), executionId)
        .update();
    if (round.state() == RoundState.RUNNING && openExecutions(roundId) == 0) {
      become(roundId, RoundState.SETTLED);
      if (!cases.correlate(Messages.ROUND_SETTLED, roundId, Map.of())) {
        // Its deadline is passing at this moment: try again when that is through.
        throw new IllegalStateException(roundId + " does not wait for its executions");
      }
    }
  }

  /** The round's deadline has passed: what is still open ends, unless its result is there. */
  @Transactional
  public void closeOutstanding(String roundId) {
    lock(roundId);
    database
        .sql(
            """
            update registry.execution
               set state = case when result_id is null then 'ENDED' else 'RELEASED' end,
                   reason = case when result_id is null then ? end,
                   settled_at = clock_timestamp()
             where round_id = ? and state = 'OPEN'
            """)
        .params(Reason.DEADLINE_PASSED.name(), roundId)
        .update();
    become(roundId, RoundState.SETTLED);
  }

  /** Keeps the report that the committee will judge. */
  public void keepReport(String roundId, String report) {
    database
        .sql("update registry.round set report = ?, state = 'REVIEW' where id = ?")
        .params(report, roundId)
        .update();
  }

  /** The report as it was kept. */
  public Optional<String> report(String roundId) {
    return database
        .sql("select report from registry.round where id = ? and report is not null")
        .param(roundId)
        .query(String.class)
        .optional();
  }

  /** The committee has judged the report. */
  public void conclude(String roundId, RoundState state) {
    become(roundId, state);
  }

  /** The round, which nobody else changes in this transaction. */
  private Round lock(String roundId) {
    return database
        .sql("select * from registry.round where id = ? for update")
        .param(roundId)
        .query(Rounds::readRound)
        .single();
  }

  private int openExecutions(String roundId) {
    return database
        .sql("select count(*) from registry.execution where round_id = ? and state = 'OPEN'")
        .param(roundId)
        .query(Integer.class)
        .single();
  }

  private void become(String roundId, RoundState state) {
    database
        .sql("update registry.round set state = ? where id = ?")
        .params(state.name(), roundId)
        .update();
  }

  private static Round readRound(ResultSet row, int number) throws SQLException {
    return new Round(
        row.getString("id"),
        row.getString("benchmark_id"),
        row.getInt("revision"),
        RoundState.valueOf(row.getString("state")),
        row.getString("opened_by"),
        row.getObject("opened_at", OffsetDateTime.class).toInstant(),
        row.getObject("deadline", OffsetDateTime.class).toInstant());
  }

  private static Execution readExecution(ResultSet row, int number) throws SQLException {
    return new Execution(
        row.getString("id"),
        row.getString("round_id"),
        row.getString("facility_id"),
        row.getString("dataset_id"),
        row.getString("model_id"),
        ExecutionState.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("reason")).flatMap(Reason::named),
        Optional.ofNullable(row.getString("result_id")));
  }
}
