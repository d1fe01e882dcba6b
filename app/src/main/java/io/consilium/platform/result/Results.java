package io.consilium.platform.result;

import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.statement.Payload.ResultReleased;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The released results. */
@Component
class Results {
  /** A result as it was released, for {@code audience} at the widest. */
  record Result(String executionId, String audience, ReleasedMetrics metrics) {}

  private final JdbcClient database;

  Results(JdbcClient database) {
    this.database = database;
  }

  void keep(ResultReleased release, String statementId) {
    database
        .sql(
            """
            insert into registry.result
                   (statement_id, execution_id, facility_id, metrics, audience, released_by)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(
            statementId,
            release.executionId(),
            release.facilityId(),
            release.metrics().canonicalJson(),
            release.audience(),
            release.releasedBy())
        .update();
  }

  /** The results of a round by the id of their execution. */
  Map<String, Result> ofRound(String roundId) {
    Map<String, Result> results = new HashMap<>();
    database
        .sql(
            """
            select result.execution_id, result.audience, result.metrics
              from registry.result
              join registry.execution on execution.id = result.execution_id
             where execution.round_id = ? and execution.state = 'RELEASED'
            """)
        .param(roundId)
        .query(
            (row, number) ->
                new Result(
                    row.getString("execution_id"),
                    row.getString("audience"),
                    ReleasedMetrics.fromCanonicalJson(row.getString("metrics"))))
        .list()
        .forEach(result -> results.put(result.executionId(), result));
    return results;
  }
}
