package io.consilium.worker.outbound;

import io.consilium.contract.statement.Envelope;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.journal.Ledger;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;

/**
 * Keeps signed statements until the platform has them. The same bytes are sent again with growing
 * pauses; a statement that was made for another platform is never sent.
 */
public final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 16;
  private static final Duration REFUSALS_SHOWN = Duration.ofDays(7);

  private static final RowMapper<OutgoingStatement> STATEMENT =
      (row, index) ->
          new OutgoingStatement(
              row.getLong("number"),
              row.getString("statement_id"),
              row.getString("kind"),
              row.getString("subject"),
              row.getString("destination"),
              OutgoingStatement.State.valueOf(row.getString("state")),
              row.getInt("attempts"),
              Optional.ofNullable(row.getString("detail")),
              Instant.parse(row.getString("made_at")));

  private final Journal journal;
  private final Ledger ledger;
  private final Platform platform;
  private final String destination;
  private final Clock clock;
  private final List<StatementListener> listeners = new CopyOnWriteArrayList<>();
  private final Semaphore news = new Semaphore(0);
  private final Thread sender = new Thread(this::sendForever, "outbox");

  public Outbox(Journal journal, Ledger ledger, Platform platform, URI destination, Clock clock) {
    this.journal = journal;
    this.ledger = ledger;
    this.platform = platform;
    this.destination = destination.toString();
    this.clock = clock;
    sender.setDaemon(true);
  }

  /** Adds one who is told what becomes of statements. */
  public void tell(StatementListener listener) {
    listeners.add(listener);
  }

  /** Begins to send. */
  public void start() {
    sender.start();
  }

  /**
   * Takes a statement into the ledger and on its way. Belongs into the transaction that records the
   * decision.
   *
   * @param person name of who decided; empty when site policy did
   */
  public OutgoingStatement post(Envelope envelope, String kind, String subject, String person) {
    String json = envelope.toJson();
    ledger.enter(Message.STATEMENT.name(), destination, person, json);
    Instant now = now();
    journal
        .sql()
        .sql(
            "insert into outbox (statement_id, kind, subject, destination, envelope, state,"
                + " next_attempt_at, made_at) values (?, ?, ?, ?, ?, 'WAITING', ?, ?)")
        .params(envelope.id(), kind, subject, destination, json, now.toEpochMilli(), now.toString())
        .update();
    news.release();
    return journal
        .sql()
        .sql("select * from outbox order by number desc limit 1")
        .query(STATEMENT)
        .single();
  }

  /** The statement of that number. */
  public Optional<OutgoingStatement> find(long number) {
    return journal
        .sql()
        .sql("select * from outbox where number = ?")
        .param(number)
        .query(STATEMENT)
        .optional();
  }

  /** How many statements of a kind were made about a subject, whatever became of them. */
  public int count(String kind, String subject) {
    return journal
        .sql()
        .sql("select count(*) from outbox where kind = ? and subject = ?")
        .params(kind, subject)
        .query(Integer.class)
        .single();
  }

  /** The newest statement of a kind about a subject, byte for byte as it was signed. */
  public Optional<String> envelope(String kind, String subject) {
    return journal
        .sql()
        .sql(
            "select envelope from outbox where kind = ? and subject = ? order by number desc"
                + " limit 1")
        .params(kind, subject)
        .query(String.class)
        .optional();
  }

  /** Statements that the platform does not have, oldest first; refused ones for a week. */
  public List<OutgoingStatement> undelivered() {
    return journal
        .sql()
        .sql(
            "select * from outbox where state = 'WAITING' or (state = 'REFUSED' and made_at > ?)"
                + " order by number")
        .param(clock.instant().minus(REFUSALS_SHOWN).toString())
        .query(STATEMENT)
        .list();
  }

  private void sendForever() {
    try {
      while (true) {
        news.drainPermits();
        Instant next = sendDue();
        long pause = Math.max(1, Math.min(IDLE.toMillis(), now().until(next, ChronoUnit.MILLIS)));
        if (news.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
          LOG.debug("A new statement waits");
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The outbox closes");
    }
  }

  /** Sends what is due, and says when the next one is. */
  private Instant sendDue() throws InterruptedException {
    try {
      List<Long> due =
          journal
              .sql()
              .sql(
                  "select number from outbox where state = 'WAITING' and next_attempt_at <= ?"
                      + " order by number")
              .param(now().toEpochMilli())
              .query(Long.class)
              .list();
      for (long number : due) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        send(number);
      }
      return journal
          .sql()
          .sql("select min(next_attempt_at) from outbox where state = 'WAITING'")
          .query(
              (row, index) ->
                  Optional.ofNullable(row.getObject(1)).map(at -> ((Number) at).longValue()))
          .single()
          .map(Instant::ofEpochMilli)
          .orElse(now().plus(IDLE));
    } catch (RuntimeException e) {
      LOG.warn("Statements could not be sent; trying again", e);
      return now().plus(IDLE);
    }
  }

  private void send(long number) {
    OutgoingStatement statement = find(number).orElseThrow();
    if (!statement.destination().equals(destination)) {
      settle(
          statement,
          OutgoingStatement.State.REFUSED,
          Optional.of(
              "it was made for the platform %s, and site.yaml now names %s"
                  .formatted(statement.destination(), destination)));
      return;
    }
    String envelope =
        journal
            .sql()
            .sql("select envelope from outbox where number = ?")
            .param(number)
            .query(String.class)
            .single();
    Platform.Answer answer = platform.sendStatement(envelope);
    if (answer instanceof Platform.Answer.NotNow notNow) {
      postpone(statement, notNow.why());
    } else if (answer instanceof Platform.Answer.Refused refused) {
      LOG.warn("The platform refused {} {}", statement.kind(), statement.subject());
      settle(statement, OutgoingStatement.State.REFUSED, Optional.of(refused.why()));
    } else {
      LOG.info("Delivered {} {}", statement.kind(), statement.subject());
      settle(statement, OutgoingStatement.State.DELIVERED, Optional.empty());
    }
  }

  private void postpone(OutgoingStatement statement, String why) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(statement.attempts(), MOST_DOUBLINGS));
    Instant next = now().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    journal
        .sql()
        .sql(
            "update outbox set attempts = attempts + 1, next_attempt_at = ?, detail = ?"
                + " where number = ?")
        .params(next.toEpochMilli(), why, statement.number())
        .update();
  }

  private void settle(
      OutgoingStatement statement, OutgoingStatement.State state, Optional<String> detail) {
    journal.atomically(
        () -> {
          journal
              .sql()
              .sql(
                  "update outbox set attempts = attempts + 1, state = ?, detail = ?, settled_at = ?"
                      + " where number = ?")
              .params(state.name(), detail.orElse(null), now().toString(), statement.number())
              .update();
          OutgoingStatement settled = find(statement.number()).orElseThrow();
          for (StatementListener listener : listeners) {
            if (state == OutgoingStatement.State.DELIVERED) {
              listener.delivered(settled);
            } else {
              listener.refused(settled);
            }
          }
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    sender.interrupt();
  }
}
