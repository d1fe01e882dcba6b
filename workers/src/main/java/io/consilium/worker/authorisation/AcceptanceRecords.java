package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.statement.Envelope;
import io.consilium.worker.journal.Journal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The journal's tables about acceptance. */
final class AcceptanceRecords {
  private final Journal journal;
  private final Duration validFor;

  /** Records whose validity is that long, whatever it was when they were made. */
  AcceptanceRecords(Journal journal, Duration validFor) {
    this.journal = journal;
    this.validFor = validFor;
  }

  /**
   * Something to accept.
   *
   * @param validFrom from when the acceptance counts
   */
  record Acceptance(String by, Instant at, Instant validFrom) {}

  /** Does all of it or nothing. */
  void atomically(Runnable work) {
    journal.atomically(work);
  }

  void accept(BenchmarkDocument revision, Acceptance acceptance) {
    journal
        .sql()
        .sql(
            "insert into accepted_revision (benchmark_id, revision, digest, document,"
                + " accepted_by, accepted_at, valid_from) values (?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do update set accepted_by = excluded.accepted_by,"
                + " accepted_at = excluded.accepted_at, valid_from = excluded.valid_from,"
                + " withdrawn_by = null, withdrawn_at = null, withdrawn_because = null"
                + " where digest = excluded.digest")
        .params(
            revision.id(),
            revision.revision(),
            revision.digest(),
            revision.canonicalJson(),
            acceptance.by(),
            acceptance.at().toString(),
            acceptance.validFrom().toString())
        .update();
    decided(
        AcceptanceDecision.Kind.ACCEPTED,
        revision,
        Optional.empty(),
        acceptance.by(),
        "",
        acceptance.at());
  }

  void accept(BenchmarkDocument revision, ModelDocument model, Acceptance acceptance) {
    journal
        .sql()
        .sql(
            "insert into accepted_model (benchmark_id, revision, model_id, digest, document,"
                + " accepted_by, accepted_at, valid_from) values (?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do update set accepted_by = excluded.accepted_by,"
                + " accepted_at = excluded.accepted_at, valid_from = excluded.valid_from,"
                + " withdrawn_by = null, withdrawn_at = null, withdrawn_because = null"
                + " where digest = excluded.digest")
        .params(
            revision.id(),
            revision.revision(),
            model.id(),
            model.digest(),
            model.canonicalJson(),
            acceptance.by(),
            acceptance.at().toString(),
            acceptance.validFrom().toString())
        .update();
    decided(
        AcceptanceDecision.Kind.ACCEPTED,
        revision,
        Optional.of(model),
        acceptance.by(),
        "",
        acceptance.at());
  }

  void withdraw(BenchmarkDocument revision, Withdrawal withdrawal) {
    journal
        .sql()
        .sql(
            "update accepted_revision set withdrawn_by = ?, withdrawn_at = ?,"
                + " withdrawn_because = ? where benchmark_id = ? and revision = ?")
        .params(
            withdrawal.by(),
            withdrawal.at().toString(),
            withdrawal.reason(),
            revision.id(),
            revision.revision())
        .update();
    decided(
        AcceptanceDecision.Kind.WITHDRAWN,
        revision,
        Optional.empty(),
        withdrawal.by(),
        withdrawal.reason(),
        withdrawal.at());
  }

  void withdraw(BenchmarkDocument revision, ModelDocument model, Withdrawal withdrawal) {
    journal
        .sql()
        .sql(
            "update accepted_model set withdrawn_by = ?, withdrawn_at = ?, withdrawn_because = ?"
                + " where benchmark_id = ? and revision = ? and model_id = ?")
        .params(
            withdrawal.by(),
            withdrawal.at().toString(),
            withdrawal.reason(),
            revision.id(),
            revision.revision(),
            model.id())
        .update();
    decided(
        AcceptanceDecision.Kind.WITHDRAWN,
        revision,
        Optional.of(model),
        withdrawal.by(),
        withdrawal.reason(),
        withdrawal.at());
  }

  /** Adds to the history, and changes nothing else. */
  void decided(
      AcceptanceDecision.Kind kind,
      BenchmarkDocument revision,
      Optional<ModelDocument> model,
      String by,
      String reason,
      Instant at) {
    journal
        .sql()
        .sql(
            "insert into acceptance_decision (at, decision, benchmark_id, revision, model_id,"
                + " digest, decided_by, reason) values (?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            at.toString(),
            kind.name(),
            revision.id(),
            revision.revision(),
            model.map(ModelDocument::id).orElse(""),
            model.map(ModelDocument::digest).orElseGet(revision::digest),
            by,
            reason)
        .update();
  }

  /** The history of a benchmark, newest first. */
  List<AcceptanceDecision> history(String benchmarkId) {
    return journal
        .sql()
        .sql("select * from acceptance_decision where benchmark_id = ? order by position desc")
        .param(benchmarkId)
        .query(AcceptanceRecords::decision)
        .list();
  }

  /** What was decided last of a revision, or of a model in it. */
  Optional<AcceptanceDecision> last(BenchmarkDocument revision, Optional<String> modelId) {
    return history(revision.id()).stream()
        .filter(decision -> decision.revision() == revision.revision())
        .filter(decision -> decision.model().equals(modelId))
        .findFirst();
  }

  /** The newest accepted revision of a benchmark, in force or not: numbers never go back. */
  Optional<AcceptedRevision> newest(String benchmarkId) {
    return journal
        .sql()
        .sql(
            "select * from accepted_revision where benchmark_id = ?"
                + " order by revision desc limit 1")
        .param(benchmarkId)
        .query(
            (row, number) ->
                new AcceptedRevision(
                    BenchmarkDocument.fromCanonicalJson(row.getString("document")),
                    row.getString("accepted_by"),
                    Instant.parse(row.getString("accepted_at")),
                    validFrom(row),
                    validFrom(row).plus(validFor),
                    withdrawal(row)))
        .optional();
  }

  /** The models that were accepted for a revision, in force or not, by id. */
  List<AcceptedModel> models(BenchmarkDocument revision) {
    return journal
        .sql()
        .sql(
            "select * from accepted_model where benchmark_id = ? and revision = ?"
                + " order by model_id")
        .params(revision.id(), revision.revision())
        .query(this::model)
        .list();
  }

  /** The model as it was accepted last in any revision of a benchmark. */
  Optional<AcceptedModel> newestModel(String benchmarkId, String modelId) {
    return journal
        .sql()
        .sql(
            "select * from accepted_model where benchmark_id = ? and model_id = ?"
                + " order by revision desc limit 1")
        .params(benchmarkId, modelId)
        .query(this::model)
        .optional();
  }

  void carry(BenchmarkDocument revision, Envelope signature, String person, Instant at) {
    journal
        .sql()
        .sql(
            "insert into carried_signature (benchmark_id, revision, envelope, carried_by,"
                + " carried_at) values (?, ?, ?, ?, ?) on conflict do nothing")
        .params(revision.id(), revision.revision(), signature.toJson(), person, at.toString())
        .update();
  }

  /** The signatures that were carried in for a revision. */
  List<Envelope> carried(BenchmarkDocument revision) {
    return journal
        .sql()
        .sql("select envelope from carried_signature where benchmark_id = ? and revision = ?")
        .params(revision.id(), revision.revision())
        .query(String.class)
        .list()
        .stream()
        .map(Envelope::parse)
        .toList();
  }

  private AcceptedModel model(ResultSet row, int number) throws SQLException {
    return new AcceptedModel(
        ModelDocument.fromCanonicalJson(row.getString("document")),
        row.getString("accepted_by"),
        Instant.parse(row.getString("accepted_at")),
        validFrom(row),
        validFrom(row).plus(validFor),
        withdrawal(row));
  }

  private static Instant validFrom(ResultSet row) throws SQLException {
    return Instant.parse(
        Optional.ofNullable(row.getString("valid_from")).orElse(row.getString("accepted_at")));
  }

  private static Optional<Withdrawal> withdrawal(ResultSet row) throws SQLException {
    Optional<String> by = Optional.ofNullable(row.getString("withdrawn_by"));
    return by.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Withdrawal(
                by.get(),
                Instant.parse(row.getString("withdrawn_at")),
                row.getString("withdrawn_because")));
  }

  private static AcceptanceDecision decision(ResultSet row, int number) throws SQLException {
    return new AcceptanceDecision(
        Instant.parse(row.getString("at")),
        AcceptanceDecision.Kind.valueOf(row.getString("decision")),
        row.getString("benchmark_id"),
        row.getInt("revision"),
        Optional.of(row.getString("model_id")).filter(id -> !id.isEmpty()),
        row.getString("digest"),
        row.getString("decided_by"),
        row.getString("reason"));
  }
}
