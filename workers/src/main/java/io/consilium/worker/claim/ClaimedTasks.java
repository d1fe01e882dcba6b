package io.consilium.worker.claim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.consilium.contract.Reason;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.journal.Journal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.RowMapper;

/** The journal of tasks: what was taken and how it ended, also over restarts. */
public final class ClaimedTasks {
  private static final RowMapper<ClaimedTask> TASK =
      (row, index) ->
          new ClaimedTask(
              row.getString("task_id"),
              row.getString("topic"),
              row.getString("case_id"),
              row.getLong("priority"),
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

  /** The task is ours to carry out, with everything that it takes to go on with it later. */
  void claim(Assignment task) {
    journal
        .sql()
        .sql(
            """
            insert into claimed_task
              (task_id, topic, case_id, variables, retries, priority, state, claimed_at)
            values (?, ?, ?, ?, ?, ?, 'CLAIMED', ?)
            on conflict (task_id) do update set state = 'CLAIMED', variables = excluded.variables,
              retries = excluded.retries, priority = excluded.priority,
              claimed_at = excluded.claimed_at
            """)
        .params(
            task.id(),
            task.topic(),
            task.caseId(),
            CanonicalJson.write(new TreeMap<>(task.variables())),
            task.retries().orElse(null),
            task.priority(),
            clock.instant().toString())
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

  /** The task will be tried again when the platform gives it again. */
  void faltered(String id, Reason reason, String detail) {
    journal
        .sql()
        .sql("update claimed_task set state = 'FALTERED', reason = ?, detail = ? where task_id = ?")
        .params(reason.name(), detail, id)
        .update();
  }

  /** The platform knows how the task ended. */
  void reported(String id) {
    journal
        .sql()
        .sql("update claimed_task set state = 'REPORTED' where task_id = ? and state = 'ENDED'")
        .param(id)
        .update();
  }

  /** The task is not ours any more: it was cancelled, or passed its deadline. */
  void forget(String id) {
    journal.sql().sql("delete from claimed_task where task_id = ?").param(id).update();
  }

  /** The task will not be tried again. */
  void forgetFaltered(String id) {
    journal
        .sql()
        .sql("delete from claimed_task where task_id = ? and state = 'FALTERED'")
        .param(id)
        .update();
  }

  Optional<ClaimedTask> find(String id) {
    return journal
        .sql()
        .sql("select * from claimed_task where task_id = ?")
        .param(id)
        .query(TASK)
        .optional();
  }

  /** Tasks that run or whose end the platform does not know, in the order of their claims. */
  public List<ClaimedTask> open() {
    return journal
        .sql()
        .sql("select * from claimed_task where state in ('CLAIMED', 'ENDED') order by claimed_at")
        .query(TASK)
        .list();
  }

  /** Tasks that run, or ran when the worker died, with their orders; the most urgent first. */
  List<Assignment> underWay() {
    return journal
        .sql()
        .sql(
            "select * from claimed_task where state = 'CLAIMED' and variables <> ''"
                + " order by priority desc, claimed_at")
        .query(ClaimedTasks::assignment)
        .list();
  }

  /** Tasks of an older version of the worker, which did not keep their orders. */
  List<String> withoutOrder() {
    return journal
        .sql()
        .sql("select task_id from claimed_task where state = 'CLAIMED' and variables = ''")
        .query(String.class)
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

  private static Assignment assignment(ResultSet row, int number) throws SQLException {
    int retries = row.getInt("retries");
    Optional<Integer> left = row.wasNull() ? Optional.empty() : Optional.of(retries);
    return new Assignment(
        row.getString("task_id"),
        row.getString("topic"),
        variables(row.getString("variables")),
        left,
        row.getLong("priority"));
  }

  private static Map<String, Object> variables(String json) {
    try {
      return CanonicalJson.STRICT.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal holds an order that is not JSON", e);
    }
  }
}
