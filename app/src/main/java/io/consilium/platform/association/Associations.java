package io.consilium.platform.association;

import io.consilium.contract.Ids;
import io.consilium.platform.benchmark.BenchmarkActivated;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.governance.Decisions;
import io.consilium.platform.governance.Endings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who takes part in what. Histories are only ever continued; the last entry counts. */
@Component
public class Associations {
  private final JdbcClient database;
  private final Decisions decisions;
  private final Endings endings;

  Associations(JdbcClient database, Decisions decisions, Endings endings) {
    this.database = database;
    this.decisions = decisions;
    this.endings = endings;
  }

  public Optional<Association> find(String associationId) {
    return database
        .sql("select * from registry.association where association_id = ?")
        .param(associationId)
        .query(Associations::read)
        .optional();
  }

  /** Everything that was associated with the revision, in the order of ids. */
  public List<Association> of(Revision revision) {
    return database
        .sql(
            """
            select * from registry.association
             where benchmark_id = ? and revision = ?
             order by kind, subject_id
            """)
        .params(revision.benchmarkId(), revision.number())
        .query(Associations::read)
        .list();
  }

  /** Ids of the datasets or models that are approved for the revision, in order. */
  public List<String> approved(AssociationKind kind, Revision revision) {
    return of(revision).stream()
        .filter(association -> association.kind() == kind)
        .filter(association -> association.state() == AssociationState.APPROVED)
        .map(Association::subjectId)
        .toList();
  }

  /** The associations of a dataset or model with any revision, the newest last. */
  public List<Association> withAnyRevision(AssociationKind kind, String subjectId) {
    return database
        .sql(
            """
            select * from registry.association
             where kind = ? and subject_id = ?
             order by written_at
            """)
        .params(kind.name(), subjectId)
        .query(Associations::read)
        .list();
  }

  /**
   * Approves what was proposed.
   *
   * @throws IllegalStateException when nobody approved it
   */
  public void approve(String associationId) {
    decisions.approvalOf(associationId);
    continueWith(associationId, AssociationState.APPROVED);
  }

  /**
   * Declines what was proposed.
   *
   * @param reason why, where no person decided; see {@link Endings#note}
   */
  public void decline(String associationId, Optional<String> reason) {
    endings.note(associationId, reason);
    continueWith(associationId, AssociationState.DECLINED);
  }

  /** The reference model is approved together with its revision. */
  @EventListener
  void admitReferenceModel(BenchmarkActivated event) {
    Revision revision = event.revision();
    String modelId = revision.content().containers().referenceModel().id();
    String id = Ids.association(modelId, revision.benchmarkId(), revision.number());
    decisions.approve(id, event.approvedBy(), "Reference model of " + revision.id());
    append(AssociationKind.MODEL, modelId, revision, AssociationState.APPROVED);
  }

  /** What the association's last entry says, which nobody else changes in this transaction. */
  Optional<AssociationState> lock(String associationId) {
    database
        .sql("select pg_advisory_xact_lock(hashtextextended(?, 0))::text")
        .param(associationId)
        .query(String.class)
        .single();
    return find(associationId).map(Association::state);
  }

  /**
   * Adds a proposal to an association's history.
   *
   * @param by user id, or a facility's pseudonym of the person who asks
   */
  void propose(AssociationKind kind, String subjectId, Revision revision, String by) {
    decisions.propose(Ids.association(subjectId, revision.benchmarkId(), revision.number()), by);
    append(kind, subjectId, revision, AssociationState.PROPOSED);
  }

  private void append(
      AssociationKind kind, String subjectId, Revision revision, AssociationState state) {
    database
        .sql(
            """
            insert into registry.association_entry
                   (association_id, kind, subject_id, benchmark_id, revision, state)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(
            Ids.association(subjectId, revision.benchmarkId(), revision.number()),
            kind.name(),
            subjectId,
            revision.benchmarkId(),
            revision.number(),
            state.name())
        .update();
  }

  private void continueWith(String associationId, AssociationState state) {
    database
        .sql(
            """
            insert into registry.association_entry
                   (association_id, kind, subject_id, benchmark_id, revision, state)
            select association_id, kind, subject_id, benchmark_id, revision, ?
              from registry.association
             where association_id = ?
            """)
        .params(state.name(), associationId)
        .update();
  }

  private static Association read(ResultSet row, int number) throws SQLException {
    return new Association(
        AssociationKind.valueOf(row.getString("kind")),
        row.getString("subject_id"),
        row.getString("benchmark_id"),
        row.getInt("revision"),
        AssociationState.valueOf(row.getString("state")),
        row.getObject("written_at", OffsetDateTime.class).toInstant());
  }
}
