package io.consilium.worker.release;

import io.consilium.worker.journal.Journal;
import java.time.Clock;
import java.util.Optional;

/** The gate's reports, kept with the results and statistics that they are about. */
public final class GateReports {
  private final Journal journal;
  private final Clock clock;

  public GateReports(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** Keeps the report about an execution's result. */
  public void keepOfExecution(String executionId, GateReport report) {
    keep("execution/" + executionId, report);
  }

  /** Keeps the report about a dataset's statistics. */
  public void keepOfDataset(String dataset, GateReport report) {
    keep("dataset/" + dataset, report);
  }

  /** What the gate did with an execution's result, once it has one. */
  public Optional<GateReport> ofExecution(String executionId) {
    return find("execution/" + executionId);
  }

  /** What the gate did with a dataset's statistics, once they are counted. */
  public Optional<GateReport> ofDataset(String dataset) {
    return find("dataset/" + dataset);
  }

  private void keep(String subject, GateReport report) {
    journal
        .sql()
        .sql(
            "insert into gate_report (subject, report, made_at) values (?, ?, ?) on conflict"
                + " (subject) do update set report = excluded.report, made_at = excluded.made_at")
        .params(subject, report.toJson(), clock.instant().toString())
        .update();
  }

  private Optional<GateReport> find(String subject) {
    return journal
        .sql()
        .sql("select report from gate_report where subject = ?")
        .param(subject)
        .query(String.class)
        .optional()
        .map(GateReport::fromJson);
  }
}
