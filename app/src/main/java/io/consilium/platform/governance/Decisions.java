package io.consilium.platform.governance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The append-only record of proposals and decisions. The last entry about a subject counts. */
@Component
public class Decisions {
  private final JdbcClient database;

  Decisions(JdbcClient database) {
    this.database = database;
  }

  /** A person asks for a decision about the subject; they may then not take it themselves. */
  public void propose(String subject, String by) {
    append(subject, Outcome.PROPOSED, by, "");
  }

  public void approve(String subject, String by, String comment) {
    append(subject, Outcome.APPROVED, by, comment);
  }

  /** Somebody decided against it, and said why. */
  public void decline(String subject, String by, String comment) {
    append(subject, Outcome.DECLINED, by, comment);
  }

  /** The review's time ran out. */
  public void lapse(String subject) {
    append(subject, Outcome.LAPSED, null, "");
  }

  /** The compatibility test did not pass. */
  public void failTest(String subject) {
    append(subject, Outcome.TEST_FAILED, null, "");
  }

  /** The entry that counts. */
  public Optional<Decision> last(String subject) {
    return database
        .sql("select * from registry.decision where subject = ? order by id desc limit 1")
        .param(subject)
        .query(Decisions::read)
        .optional();
  }

  /**
   * The approval that holds for the subject.
   *
   * @throws IllegalStateException when the entry that counts is not an approval
   */
  public Decision approvalOf(String subject) {
    return last(subject)
        .filter(decision -> decision.outcome() == Outcome.APPROVED)
        .orElseThrow(() -> new IllegalStateException(subject + " is not approved"));
  }

  /** Whether the person has asked for a decision about the subject, now or before. */
  public boolean isProposer(String subject, String userId) {
    return database
        .sql(
            """
            select exists (select from registry.decision
                            where subject = ? and outcome = 'PROPOSED' and decided_by = ?)
            """)
        .params(subject, userId)
        .query(Boolean.class)
        .single();
  }

  /** Everything that was recorded about the subject, the oldest first. */
  public List<Decision> history(String subject) {
    return database
        .sql("select * from registry.decision where subject = ? order by id")
        .param(subject)
        .query(Decisions::read)
        .list();
  }

  private void append(String subject, Outcome outcome, @Nullable String by, String comment) {
    database
        .sql(
            "insert into registry.decision (subject, outcome, decided_by, comment) values (?, ?, ?, ?)")
        .params(subject, outcome.name(), by, comment)
        .update();
  }

  private static Decision read(ResultSet row, int number) throws SQLException {
    return new Decision(
        row.getString("subject"),
        Outcome.valueOf(row.getString("outcome")),
        Optional.ofNullable(row.getString("decided_by")),
        row.getObject("decided_at", OffsetDateTime.class).toInstant(),
        row.getString("comment"));
  }
}
