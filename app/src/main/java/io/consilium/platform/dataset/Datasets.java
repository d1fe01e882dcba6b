package io.consilium.platform.dataset;

import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.statement.Payload.DatasetRegistered;
import io.consilium.contract.statement.Payload.PreparationRequested;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The datasets of all facilities. */
@Component
public class Datasets {
  private final JdbcClient database;

  Datasets(JdbcClient database) {
    this.database = database;
  }

  public Optional<Dataset> find(String id) {
    return database
        .sql("select * from registry.dataset where id = ?")
        .param(id)
        .query(Datasets::read)
        .optional();
  }

  /** All datasets in the order of their ids. */
  public List<Dataset> all() {
    return database.sql("select * from registry.dataset order by id").query(Datasets::read).list();
  }

  /** The datasets that are or were prepared for a benchmark, in the order of their ids. */
  public List<Dataset> of(String benchmarkId) {
    return database
        .sql("select * from registry.dataset where benchmark_id = ? order by id")
        .param(benchmarkId)
        .query(Datasets::read)
        .list();
  }

  /** The facility has signed for the dataset: what it signed counts from now on. */
  public void register(String id) {
    database
        .sql(
            """
            update registry.dataset
               set state = 'REGISTERED', registered_at = clock_timestamp()
             where id = ? and state = 'PREPARING'
            """)
        .param(id)
        .update();
  }

  /**
   * Preparing the dataset came to nothing.
   *
   * @param reason name of a {@link io.consilium.contract.Reason}
   */
  public void fail(String id, String reason) {
    database
        .sql("update registry.dataset set state = 'FAILED', reason = ? where id = ?")
        .params(reason, id)
        .update();
  }

  /** A dataset starts to be prepared, for the first time or again after it failed. */
  void prepare(PreparationRequested request) {
    database
        .sql(
            """
            insert into registry.dataset (id, facility_id, benchmark_id, revision, state)
            values (?, ?, ?, ?, 'PREPARING')
            on conflict (id) do update
               set benchmark_id = excluded.benchmark_id, revision = excluded.revision,
                   state = 'PREPARING', reason = null, requested_at = clock_timestamp()
            """)
        .params(
            request.datasetId(), request.facilityId(), request.benchmarkId(), request.revision())
        .update();
  }

  /** Keeps what the facility signed, until the case has taken note of it. */
  void keep(DatasetRegistered registration, String statementId) {
    database
        .sql(
            """
            update registry.dataset
               set fingerprint = ?, people = ?, statistics = ?, signed_by = ?, statement_id = ?
             where id = ?
            """)
        .params(
            registration.fingerprint(),
            registration.people(),
            registration.statistics().canonicalJson(),
            registration.signedBy(),
            statementId,
            registration.datasetId())
        .update();
  }

  private static Dataset read(ResultSet row, int number) throws SQLException {
    DatasetState state = DatasetState.valueOf(row.getString("state"));
    return new Dataset(
        row.getString("id"),
        row.getString("facility_id"),
        row.getString("benchmark_id"),
        row.getInt("revision"),
        state,
        Optional.ofNullable(row.getString("reason")),
        state == DatasetState.REGISTERED ? Optional.of(registration(row)) : Optional.empty());
  }

  private static Dataset.Registration registration(ResultSet row) throws SQLException {
    return new Dataset.Registration(
        row.getString("fingerprint"),
        row.getLong("people"),
        ReleasedMetrics.fromCanonicalJson(row.getString("statistics")),
        row.getString("signed_by"),
        row.getString("statement_id"));
  }
}
