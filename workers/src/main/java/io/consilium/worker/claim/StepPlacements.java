package io.consilium.worker.claim;

import io.consilium.contract.Topics;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.sandbox.Placements;
import io.consilium.worker.sandbox.SealedStep;
import io.consilium.worker.sandbox.StepOutcome;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The journal of steps: on which engine each ran, in which container, and how it ended. */
public final class StepPlacements implements Placements {
  private final Journal journal;
  private final Clock clock;

  public StepPlacements(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public Optional<String> engineOf(String caseId) {
    return journal
        .sql()
        .sql("select engine from step where case_id = ? order by placed_at desc limit 1")
        .param(caseId)
        .query(String.class)
        .optional();
  }

  @Override
  public long priorityOf(String caseId) {
    return journal
        .sql()
        .sql(
            "select coalesce(max(priority), 0) from claimed_task"
                + " where case_id = ? and state = 'CLAIMED'")
        .param(caseId)
        .query(Long.class)
        .single();
  }

  /** A compatibility test begins anew, so that no container of it may go on. */
  @Override
  public Set<String> casesUnderWay() {
    return new HashSet<>(
        journal
            .sql()
            .sql("select case_id from claimed_task where state = 'CLAIMED' and topic <> ?")
            .param(Topics.COMPATIBILITY_TEST)
            .query(String.class)
            .list());
  }

  @Override
  public void placed(SealedStep step, String engineId, String container) {
    journal
        .sql()
        .sql(
            "insert into step (case_id, role, engine, container, placed_at)"
                + " values (?, ?, ?, ?, ?) on conflict (case_id, role) do update"
                + " set engine = excluded.engine, container = excluded.container,"
                + " placed_at = excluded.placed_at, ended_at = null, outcome = null")
        .params(step.caseId(), step.role().name(), engineId, container, clock.instant().toString())
        .update();
  }

  @Override
  public void ended(SealedStep step, StepOutcome outcome) {
    journal
        .sql()
        .sql("update step set ended_at = ?, outcome = ? where case_id = ? and role = ?")
        .params(clock.instant().toString(), word(outcome), step.caseId(), step.role().name())
        .update();
  }

  private static String word(StepOutcome outcome) {
    if (outcome instanceof StepOutcome.Failed failed) {
      return failed.detail().name();
    }
    return outcome instanceof StepOutcome.Succeeded ? "SUCCEEDED" : "ENGINE_UNAVAILABLE";
  }
}
