package io.consilium.worker.claim;

import io.consilium.contract.Reason;
import io.consilium.worker.journal.Journal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;

/** The journal of tasks: what was taken and how it ended, also over restarts. */
public final class ClaimedTasks {
  private static final RowMapper<ClaimedTask> TASK =
      (row, index) ->
          new ClaimedTask(
              row.getString("task_id"),
              row.getString("topic"),
              row.getString("case_id"),
              ClaimedTask.State.valueOf(row.getString("state")),
              Optional.ofNullable(row.getString("reason")),
              Optional.ofNullable(row.getString("detail")),
              Instant.parse(row.getString("claimed_at")));

  private final Journal journal;
  private final Clock clock;

  public ClaimedTasks(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  void claim(String id, String topic, String caseId) {
    journal
        .sql()
        .sql(
            "insert into claimed_task (task_id, topic, case_id, state, claimed_at)"
                + " values (?, ?, ?, 'CLAIMED', ?) on conflict (task_id) do update"
                + " set state = 'CLAIMED', claimed_at = excluded.claimed_at")
        .params(id, topic, caseId, clock.instant().toString())
        .update();
  }

  /** The task ended with a result. */
  void succeeded(String id) {
    journal
        .sql()
        .sql(
            "update claimed_task set state = 'ENDED', reason = null, detail = null, ended_at = ?"
                + " where task_id = ?")
        .params(clock.instant().toString(), id)
        .update();
  }

  /** The task ended without a result. */
  void failed(String id, Reason reason, String detail) {
    journal
        .sql()
        .sql(
            "update claimed_task set state = 'ENDED', reason = ?, detail = ?, ended_at = ?"
                + " where task_id = ?")
        .params(reason.name(), detail, clock.instant().toString(), id)
        .update();
  }

  /** The task will be tried again. */
  void faltered(String id, Reason reason, String detail) {
    journal
        .sql()
        .sql("update claimed_task set reason = ?, detail = ? where task_id = ?")
        .params(reason.name(), detail, id)
        .update();
  }

  /** The platform knows how the task ended. */
  void reported(String id) {
    journal
        .sql()
        .sql("update claimed_task set state = 'REPORTED' where task_id = ?")
        .param(id)
        .update();
  }

  /** The task is not ours any more: it was cancelled, or passed its deadline. */
  void forget(String id) {
    journal.sql().sql("delete from claimed_task where task_id = ?").param(id).update();
  }

  Optional<ClaimedTask> find(String id) {
    return journal
        .sql()
        .sql("select * from claimed_task where task_id = ?")
        .param(id)
        .query(TASK)
        .optional();
  }

  /** Tasks that run, in the order in which they were taken. */
  public List<ClaimedTask> open() {
    return journal
        .sql()
        .sql("select * from claimed_task where state <> 'REPORTED' order by claimed_at")
        .query(TASK)
        .list();
  }

  /** The last tasks that ended without a result, newest first. */
  public List<ClaimedTask> failures(int count) {
    return journal
        .sql()
        .sql(
            "select * from claimed_task where detail is not null and state <> 'CLAIMED'"
                + " order by claimed_at desc limit ?")
        .param(count)
        .query(TASK)
        .list();
  }
}
