package io.consilium.worker.journal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.jdbc.core.RowMapper;

/**
 * Everything that left the site, entered before it was sent. Each entry's hash covers the one
 * before, so that the last hash, the head, stands for the whole.
 */
public final class Ledger {
  /** The head of an empty ledger. */
  public static final String EMPTY = "0".repeat(64);

  private static final RowMapper<LedgerEntry> ENTRY =
      (row, number) ->
          new LedgerEntry(
              row.getLong("position"),
              Instant.parse(row.getString("at")),
              row.getString("kind"),
              row.getString("destination"),
              row.getString("person"),
              row.getString("body"),
              row.getString("previous"),
              row.getString("hash"));

  private final Journal journal;
  private final Clock clock;

  public Ledger(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** Enters what is about to be sent. */
  public LedgerEntry enter(String kind, String destination, String person, String body) {
    return journal.atomically(
        () -> {
          List<LedgerEntry> last = newest(1);
          long position = last.isEmpty() ? 1 : last.get(0).position() + 1;
          String previous = last.isEmpty() ? EMPTY : last.get(0).hash();
          Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          String hash = LedgerChain.hash(position, at, kind, destination, person, body, previous);
          LedgerEntry entry =
              new LedgerEntry(position, at, kind, destination, person, body, previous, hash);
          journal
              .sql()
              .sql(
                  "insert into ledger (position, at, kind, destination, person, body, previous, hash)"
                      + " values (?, ?, ?, ?, ?, ?, ?, ?)")
              .params(position, at.toString(), kind, destination, person, body, previous, hash)
              .update();
          return entry;
        });
  }

  /** The hash of the last entry, 64 hex digits. */
  public String head() {
    List<LedgerEntry> last = newest(1);
    return last.isEmpty() ? EMPTY : last.get(0).hash();
  }

  /** The last entries, newest first. */
  public List<LedgerEntry> newest(int count) {
    return journal
        .sql()
        .sql("select * from ledger order by position desc limit ?")
        .param(count)
        .query(ENTRY)
        .list();
  }

  /** The entries just before a position, newest first. */
  public List<LedgerEntry> before(long position, int count) {
    return journal
        .sql()
        .sql("select * from ledger where position < ? order by position desc limit ?")
        .params(position, count)
        .query(ENTRY)
        .list();
  }

  /** The position of the first entry that is not what was entered; nothing when all are. */
  public OptionalLong firstBroken() {
    LedgerChain chain = new LedgerChain();
    journal
        .sql()
        .sql("select * from ledger order by position")
        .query(ENTRY)
        .list()
        .forEach(chain::add);
    return chain.fault().isPresent()
        ? OptionalLong.of(chain.fault().get().position())
        : OptionalLong.empty();
  }
}
