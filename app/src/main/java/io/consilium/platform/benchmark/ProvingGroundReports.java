package io.consilium.platform.benchmark;

import io.consilium.contract.gateway.TestReport;
import io.consilium.platform.facility.Refused;
import io.consilium.platform.facility.TestReports;
import io.consilium.platform.governance.Decisions;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the proving ground saw when it ran what was proposed. */
@Component
class ProvingGroundReports implements TestReports {
  private final JdbcClient database;
  private final Decisions decisions;

  ProvingGroundReports(JdbcClient database, Decisions decisions) {
    this.database = database;
    this.decisions = decisions;
  }

  @Override
  public void keep(TestReport report) {
    if (decisions.last(report.testId()).isEmpty()) {
      throw new Refused("There is no test " + report.testId() + ".");
    }
    database
        .sql(
            """
            insert into registry.test_report (test_id, outcome, log) values (?, ?, ?)
            on conflict (test_id) do update
               set outcome = excluded.outcome, log = excluded.log, received_at = clock_timestamp()
            """)
        // PostgreSQL keeps no NUL in a text, and a container can print one.
        .params(report.testId(), report.outcome().name(), report.log().replace('\0', '�'))
        .update();
  }

  Optional<TestReport> find(String testId) {
    return database
        .sql("select test_id, outcome, log from registry.test_report where test_id = ?")
        .param(testId)
        .query(TestReport.class)
        .optional();
  }
}
