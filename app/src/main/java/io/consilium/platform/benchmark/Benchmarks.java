package io.consilium.platform.benchmark;

import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.Committee;
import io.consilium.platform.engine.UserDirectory;
import io.consilium.platform.governance.Decision;
import io.consilium.platform.governance.Decisions;
import io.consilium.platform.governance.Endings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The benchmarks and their revisions. */
@Component
public class Benchmarks {
  private final JdbcClient database;
  private final Decisions decisions;
  private final Endings endings;
  private final UserDirectory people;
  private final ApplicationEventPublisher events;

  Benchmarks(
      JdbcClient database,
      Decisions decisions,
      Endings endings,
      UserDirectory people,
      ApplicationEventPublisher events) {
    this.database = database;
    this.decisions = decisions;
    this.endings = endings;
    this.people = people;
    this.events = events;
  }

  public Optional<Revision> find(String benchmarkId, int number) {
    return database
        .sql("select * from registry.revision where benchmark_id = ? and number = ?")
        .params(benchmarkId, number)
        .query(Benchmarks::read)
        .optional();
  }

  /** The revision of that id, such as breast-fna-r1. */
  public Optional<Revision> find(String revisionId) {
    return database
        .sql("select * from registry.revision where id = ?")
        .param(revisionId)
        .query(Benchmarks::read)
        .optional();
  }

  /** A benchmark's revisions, the newest first; none when there is no such benchmark. */
  public List<Revision> revisionsOf(String benchmarkId) {
    return database
        .sql("select * from registry.revision where benchmark_id = ? order by number desc")
        .param(benchmarkId)
        .query(Benchmarks::read)
        .list();
  }

  /** The newest active revision. */
  public Optional<Revision> active(String benchmarkId) {
    return revisionsOf(benchmarkId).stream().filter(Revision::isActive).findFirst();
  }

  /** Every revision, by benchmark and then the newest first. */
  public List<Revision> all() {
    return database
        .sql("select * from registry.revision order by benchmark_id, number desc")
        .query(Benchmarks::read)
        .list();
  }

  /**
   * Makes an approved revision active and its committee able to work.
   *
   * @throws IllegalStateException when nobody approved it
   */
  @Transactional
  public void activate(String revisionId) {
    Decision approval = decisions.approvalOf(revisionId);
    Revision revision = find(revisionId).orElseThrow();
    settle(revisionId, RevisionState.ACTIVE);
    Committee committee = revision.content().committee();
    people.formCommittee(revision.benchmarkId(), committee.name(), committee.members());
    events.publishEvent(
        new BenchmarkActivated(find(revisionId).orElseThrow(), approval.by().orElseThrow()));
  }

  /**
   * Declines a revision for good; its number stays taken.
   *
   * @param reason why, where no person decided; see {@link Endings#note}
   */
  public void decline(String revisionId, Optional<String> reason) {
    endings.note(revisionId, reason);
    settle(revisionId, RevisionState.DECLINED);
  }

  private void settle(String revisionId, RevisionState state) {
    database
        .sql("update registry.revision set state = ?, settled_at = clock_timestamp() where id = ?")
        .params(state.name(), revisionId)
        .update();
  }

  /** Whether the revision was new. */
  boolean insert(BenchmarkDocument document, String proposedBy) {
    return database
            .sql(
                """
                insert into registry.revision
                       (id, benchmark_id, number, title, document, digest, proposed_by)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """)
            .params(
                Ids.revision(document.id(), document.revision()),
                document.id(),
                document.revision(),
                document.title(),
                document.canonicalJson(),
                document.digest(),
                proposedBy)
            .update()
        == 1;
  }

  private static Revision read(ResultSet row, int number) throws SQLException {
    return new Revision(
        row.getString("benchmark_id"),
        row.getInt("number"),
        row.getString("title"),
        row.getString("document"),
        row.getString("digest"),
        RevisionState.valueOf(row.getString("state")),
        row.getString("proposed_by"),
        row.getObject("proposed_at", OffsetDateTime.class).toInstant());
  }
}
