package io.consilium.platform.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.consilium.contract.statement.Payload.ProgressConsented.Consent;
import io.consilium.contract.text.CanonicalJson;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far preparations are, as far as facilities consent that the platform know. */
@Component
public class PreparationProgress {
  private static final TypeReference<TreeMap<String, Integer>> SHARES = new TypeReference<>() {};

  private final JdbcClient database;

  PreparationProgress(JdbcClient database) {
    this.database = database;
  }

  /**
   * The last report about a dataset, while the facility consents.
   *
   * @param shares for each stage the share of cases at it, in percent, a multiple of 10
   */
  public record Report(Map<String, Integer> shares, Instant at) {}

  /** The last report about a dataset; nothing without consent. */
  public Optional<Report> of(String datasetId) {
    return database
        .sql(
            "select shares::text as shares, reported_at from registry.preparation_progress"
                + " where dataset_id = ? and shares is not null")
        .param(datasetId)
        .query(
            (row, number) ->
                new Report(
                    parsed(row.getString("shares")), row.getTimestamp("reported_at").toInstant()))
        .optional();
  }

  /** With a withdrawal, what was known is forgotten. */
  void consent(String datasetId, Consent consent) {
    database
        .sql(
            """
            insert into registry.preparation_progress (dataset_id, consented) values (?, ?)
            on conflict (dataset_id) do update
               set consented = excluded.consented, shares = null, reported_at = null
            """)
        .params(datasetId, consent == Consent.GIVEN)
        .update();
  }

  /** The preparation begins anew: what was reported of an earlier one counts no more. */
  void beginAnew(String datasetId) {
    database
        .sql(
            "update registry.preparation_progress set shares = null, reported_at = null"
                + " where dataset_id = ?")
        .param(datasetId)
        .update();
  }

  /**
   * Keeps a report.
   *
   * @return whether the facility consented to it
   */
  boolean report(String datasetId, SortedMap<String, Integer> shares, Instant at) {
    return database
            .sql(
                "update registry.preparation_progress set shares = ?::jsonb, reported_at = ?"
                    + " where dataset_id = ? and consented")
            .params(CanonicalJson.write(shares), Timestamp.from(at), datasetId)
            .update()
        == 1;
  }

  private static Map<String, Integer> parsed(String json) {
    try {
      return CanonicalJson.STRICT.readValue(json, SHARES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The registry holds unreadable shares", e);
    }
  }
}
