package io.consilium.platform.facility;

import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.InvalidStatementException;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.ProgressReported;
import io.consilium.contract.statement.Payload.ResultReleased;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Checks what facilities state, keeps it as it was signed, and has the module that knows about it
 * act on it: all of this or nothing.
 */
@Component
class Statements {
  private final FacilityKeys keys;
  private final JdbcClient database;
  private final Map<Class<? extends Payload>, StatementHandler<? extends Payload>> handlers =
      new HashMap<>();

  Statements(
      FacilityKeys keys, JdbcClient database, List<StatementHandler<? extends Payload>> handlers) {
    this.keys = keys;
    this.database = database;
    handlers.forEach(this::add);
    Set<Class<? extends Payload>> unhandled = new HashSet<>(Payload.kinds());
    unhandled.removeAll(this.handlers.keySet());
    if (!unhandled.isEmpty()) {
      throw new IllegalStateException("Nobody handles the statements " + unhandled);
    }
  }

  /** What became of a statement: its id, and whether it was not known before. */
  record Taken(String id, boolean isNew) {}

  /**
   * Takes a statement; one that is known already is left as it is.
   *
   * @throws Refused when it is not rightly signed, or its handler refuses it
   * @throws NotYetExpected as its handler says
   */
  @Transactional
  Taken take(String json, String facilityId) {
    Envelope envelope = parse(json);
    FacilityKey key = signingKey(envelope, facilityId);
    KeyRole role = key.role();
    Payload payload = verify(envelope, VerificationKey.ofJwk(key.publicKey()));
    if (!payload.facilityId().equals(facilityId)) {
      throw new Refused("The statement speaks for another facility than the one that sends it.");
    }
    boolean byPolicy =
        payload instanceof ProgressReported
            || (payload instanceof ResultReleased result
                && result.releasedBy().equals(ResultReleased.POLICY));
    if (byPolicy != (role == KeyRole.POLICY)) {
      throw new Refused(
          "The policy key signs results that site policy released and the progress that a standing"
              + " consent lets out, and nothing else; the release key signs all other statements.");
    }
    String id = envelope.id();
    // What was taken while its key was valid is known for ever; nothing new comes from a key that
    // ended.
    if (!key.isPresent()) {
      if (isKept(id)) {
        return new Taken(id, false);
      }
      throw new Refused(
          "The key that signed this statement ended at " + key.validUntil().orElseThrow() + ".");
    }
    Instant now = Clock.systemUTC().instant();
    boolean isNew = keep(id, envelope, payload, now);
    if (isNew) {
      handle(id, payload, now);
    }
    return new Taken(id, isNew);
  }

  private FacilityKey signingKey(Envelope envelope, String facilityId) {
    return keys.find(facilityId, envelope.claimedKeyId())
        .filter(key -> key.role() != KeyRole.TRANSPORT)
        .orElseThrow(
            () ->
                new Refused(
                    "The statement is not signed with the release key or the policy key that this"
                        + " facility registered."));
  }

  private boolean isKept(String id) {
    return database
        .sql("select exists (select from registry.statement where id = ?)")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  private boolean keep(String id, Envelope envelope, Payload payload, Instant now) {
    return database
            .sql(
                """
                insert into registry.statement
                  (id, facility_id, predicate_type, key_thumbprint, envelope, received_at)
                values (?, ?, ?, ?, ?::jsonb, ?) on conflict do nothing
                """)
            .params(
                id,
                payload.facilityId(),
                payload.getClass().getSimpleName(),
                envelope.claimedKeyId(),
                envelope.toJson(),
                Timestamp.from(now))
            .update()
        == 1;
  }

  private void handle(String id, Payload payload, Instant now) {
    Optional.ofNullable(handlers.get(payload.getClass()))
        .ifPresent(handler -> dispatch(handler, id, payload, now));
  }

  private static <P extends Payload> void dispatch(
      StatementHandler<P> handler, String id, Payload payload, Instant now) {
    handler.handle(new ReceivedStatement<>(id, handler.payloadType().cast(payload), now));
  }

  private void add(StatementHandler<? extends Payload> handler) {
    if (handlers.putIfAbsent(handler.payloadType(), handler) != null) {
      throw new IllegalStateException("Two handlers for " + handler.payloadType());
    }
  }

  private static Envelope parse(String json) {
    try {
      // JSON's null is read as no envelope at all.
      return Optional.ofNullable(Envelope.parse(json))
          .orElseThrow(() -> new Refused("malformed envelope: nothing in it"));
    } catch (InvalidStatementException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  private static Payload verify(Envelope envelope, VerificationKey key) {
    try {
      return envelope.verify(key).payload();
    } catch (InvalidStatementException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }
}
