package io.consilium.platform.facility;

import io.consilium.contract.gateway.EnrolmentCode;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One-time codes by which facilities enrol. Only their hashes are kept. */
@Component
public class EnrolmentCodes {
  /**
   * A code as it is shown, once.
   *
   * @param code in readable groups
   * @param expiresAt from then on it does not count
   */
  public record Issued(
      String code, String facilityId, String name, String organisation, Instant expiresAt) {}

  /** What a code is for. */
  enum Purpose {
    /** A facility that is not known yet. */
    ENROL,
    /** Another set of keys for a facility that is. */
    REPLACE_KEYS
  }

  /** What the operator fixed when the code was issued. */
  record Ticket(
      Purpose purpose, String facilityId, String name, String organisation, String issuedBy) {}

  private final JdbcClient database;
  private final Facilities facilities;

  EnrolmentCodes(JdbcClient database, Facilities facilities) {
    this.database = database;
    this.facilities = facilities;
  }

  /**
   * Issues a code for a new facility; an earlier one for it stops to count.
   *
   * @param facilityId a well-formed id
   * @return nothing when there is a facility of that id
   */
  @Transactional
  public Optional<Issued> issue(
      String facilityId, String name, String organisation, String operator) {
    return facilities.find(facilityId).isPresent()
        ? Optional.empty()
        : Optional.of(issue(new Ticket(Purpose.ENROL, facilityId, name, organisation, operator)));
  }

  /**
   * Issues a code by which a known facility replaces the keys that it lost.
   *
   * @return nothing when there is no such facility
   */
  @Transactional
  public Optional<Issued> issueReplacement(String facilityId, String operator) {
    return facilities
        .find(facilityId)
        .map(
            known ->
                issue(
                    new Ticket(
                        Purpose.REPLACE_KEYS,
                        known.id(),
                        known.name(),
                        known.organisation(),
                        operator)));
  }

  /** Uses a code up; nothing when it is wrong, was used, or is too old. */
  Optional<Ticket> take(EnrolmentCode code) {
    Timestamp now = Timestamp.from(Clock.systemUTC().instant());
    return database
        .sql(
            """
            update registry.enrolment_code set used_at = ?
            where code_hash = ? and used_at is null and expires_at > ?
            returning purpose, facility_id, name, organisation, issued_by
            """)
        .params(now, code.hash(), now)
        .query(
            (row, number) ->
                new Ticket(
                    Purpose.valueOf(row.getString("purpose")),
                    row.getString("facility_id"),
                    row.getString("name"),
                    row.getString("organisation"),
                    row.getString("issued_by")))
        .optional();
  }

  private Issued issue(Ticket ticket) {
    Instant now = Clock.systemUTC().instant();
    Instant expires = now.plus(EnrolmentCode.LIFETIME);
    EnrolmentCode code = EnrolmentCode.generate();
    database
        .sql(
            """
            update registry.enrolment_code set expires_at = ?
            where facility_id = ? and used_at is null and expires_at > ?
            """)
        .params(Timestamp.from(now), ticket.facilityId(), Timestamp.from(now))
        .update();
    database
        .sql(
            """
            insert into registry.enrolment_code
              (code_hash, purpose, facility_id, name, organisation, issued_by, issued_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            code.hash(),
            ticket.purpose().name(),
            ticket.facilityId(),
            ticket.name(),
            ticket.organisation(),
            ticket.issuedBy(),
            Timestamp.from(now),
            Timestamp.from(expires))
        .update();
    return new Issued(
        code.text(), ticket.facilityId(), ticket.name(), ticket.organisation(), expires);
  }
}
