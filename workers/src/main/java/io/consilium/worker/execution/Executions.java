package io.consilium.worker.execution;

import io.consilium.contract.Reason;
import io.consilium.worker.journal.Journal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The site's record of executions. */
public final class Executions {
  private final Journal journal;
  private final Clock clock;

  public Executions(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** What is known before an execution's first container runs. */
  public record Start(
      String id,
      String roundId,
      String benchmarkId,
      int revision,
      String revisionDigest,
      String dataset,
      String fingerprint,
      String modelId,
      String modelDigest,
      String evaluatorDigest) {}

  /** Records that an execution begins; one that was interrupted begins again. */
  public void begin(Start start) {
    journal
        .sql()
        .sql(
            """
            insert into execution (execution_id, round_id, benchmark_id, revision, revision_digest,
              dataset, fingerprint, model_id, model_digest, evaluator_digest, state, started_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'STARTED', ?)
            on conflict (execution_id) do update set state = 'STARTED'
            """)
        .params(
            start.id(),
            start.roundId(),
            start.benchmarkId(),
            start.revision(),
            start.revisionDigest(),
            start.dataset(),
            start.fingerprint(),
            start.modelId(),
            start.modelDigest(),
            start.evaluatorDigest(),
            clock.instant().toString())
        .update();
  }

  public void inferred(String id) {
    journal
        .sql()
        .sql("update execution set state = 'INFERRED' where execution_id = ?")
        .param(id)
        .update();
  }

  /** Keeps the metrics that may leave. */
  public void stage(String id, String metrics, String audience) {
    journal
        .sql()
        .sql(
            "update execution set state = 'STAGED', metrics = ?, audience = ?, staged_at = ?"
                + " where execution_id = ?")
        .params(metrics, audience, clock.instant().toString(), id)
        .update();
  }

  /** Records who decided, and the state that follows. */
  public void decide(String id, Execution.State state, String decidedBy) {
    journal
        .sql()
        .sql("update execution set state = ?, decided_by = ?, detail = null where execution_id = ?")
        .params(state.name(), decidedBy, id)
        .update();
  }

  /**
   * Records that somebody declined the release.
   *
   * @param why stays at the site
   */
  public void decline(String id, String decidedBy, String why) {
    journal
        .sql()
        .sql(
            "update execution set state = 'DECLINED', decided_by = ?, reason = ?, detail = ?"
                + " where execution_id = ?")
        .params(decidedBy, Reason.RELEASE_DECLINED.name(), why, id)
        .update();
  }

  /** The decision did not arrive: the result waits again. */
  public void stageAgain(String id, String detail) {
    journal
        .sql()
        .sql(
            "update execution set state = 'STAGED', decided_by = null, detail = ?"
                + " where execution_id = ?")
        .params(detail, id)
        .update();
  }

  public void enter(String id, Execution.State state) {
    journal
        .sql()
        .sql("update execution set state = ? where execution_id = ?")
        .params(state.name(), id)
        .update();
  }

  /** Records that there will be no result. Does nothing when the execution never began. */
  public void fail(String id, Reason reason, String detail) {
    journal
        .sql()
        .sql("update execution set state = 'FAILED', reason = ?, detail = ? where execution_id = ?")
        .params(reason.name(), detail, id)
        .update();
  }

  public Optional<Execution> find(String id) {
    return journal
        .sql()
        .sql("select * from execution where execution_id = ?")
        .param(id)
        .query(Executions::read)
        .optional();
  }

  /** All executions, newest first. */
  public List<Execution> newest(int count) {
    return journal
        .sql()
        .sql("select * from execution order by started_at desc, execution_id limit ?")
        .param(count)
        .query(Executions::read)
        .list();
  }

  /** The executions in a state, in the order in which they were staged. */
  public List<Execution> in(Execution.State state) {
    return journal
        .sql()
        .sql("select * from execution where state = ? order by staged_at, execution_id")
        .param(state.name())
        .query(Executions::read)
        .list();
  }

  /** The executions that began longer ago than that and have not been evaluated. */
  public List<Execution> inferredBefore(Duration age) {
    return in(Execution.State.INFERRED).stream()
        .filter(execution -> execution.startedAt().isBefore(clock.instant().minus(age)))
        .toList();
  }

  /** How many other executions ran this model on this version of a dataset. */
  public int runsOf(String fingerprint, String modelDigest, String exceptExecutionId) {
    return journal
        .sql()
        .sql(
            "select count(*) from execution"
                + " where fingerprint = ? and model_digest = ? and execution_id <> ?")
        .params(fingerprint, modelDigest, exceptExecutionId)
        .query(Integer.class)
        .single();
  }

  private static Execution read(ResultSet row, int number) throws SQLException {
    return new Execution(
        row.getString("execution_id"),
        row.getString("round_id"),
        row.getString("benchmark_id"),
        row.getInt("revision"),
        row.getString("revision_digest"),
        row.getString("dataset"),
        row.getString("fingerprint"),
        row.getString("model_id"),
        row.getString("model_digest"),
        row.getString("evaluator_digest"),
        Execution.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("detail")),
        Optional.ofNullable(row.getString("metrics")),
        Optional.ofNullable(row.getString("audience")),
        Optional.ofNullable(row.getString("decided_by")),
        Instant.parse(row.getString("started_at")),
        Optional.ofNullable(row.getString("staged_at")).map(Instant::parse));
  }
}
