package io.consilium.platform.facility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.contract.gateway.FacilityToken.KnownKey;
import io.consilium.contract.gateway.KeyFingerprint;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.platform.facility.FacilityKey.End;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The public keys of facilities, those that ended among them: no key is ever forgotten. */
@Component
public class FacilityKeys {
  private static final String COLUMNS =
      "select thumbprint, facility_id, role, public_key, valid_from, valid_until, ended_how, ended_by"
          + " from registry.facility_key ";

  private final JdbcClient database;
  private final ObjectMapper json;
  private final ApplicationEventPublisher events;

  FacilityKeys(JdbcClient database, ObjectMapper json, ApplicationEventPublisher events) {
    this.database = database;
    this.json = json;
    this.events = events;
  }

  /** All keys of a facility: present ones first, then those that ended last. */
  public List<FacilityKey> of(String facilityId) {
    return database
        .sql(COLUMNS + "where facility_id = ? order by valid_until desc nulls first, role")
        .param(facilityId)
        .query((row, number) -> key(row))
        .list();
  }

  /** The keys that count at present. */
  public Map<KeyRole, VerificationKey> present(String facilityId) {
    Map<KeyRole, VerificationKey> present = new EnumMap<>(KeyRole.class);
    of(facilityId).stream()
        .filter(FacilityKey::isPresent)
        .forEach(key -> present.put(key.role(), VerificationKey.ofJwk(key.publicKey())));
    return present;
  }

  /** What two people compare by telephone; empty when all keys ended. */
  public Optional<String> fingerprint(String facilityId) {
    return Optional.of(present(facilityId)).filter(keys -> !keys.isEmpty()).map(KeyFingerprint::of);
  }

  /**
   * Ends a key at once; nothing takes its place.
   *
   * @param by the operator, or the facility itself
   * @return whether it was a present key of that facility
   */
  @Transactional
  public boolean revoke(String facilityId, String thumbprint, String by) {
    return of(facilityId).stream()
        .filter(FacilityKey::isPresent)
        .filter(key -> key.thumbprint().equals(thumbprint))
        .findFirst()
        .map(key -> end(facilityId, key.role(), End.REVOKED, by))
        .orElse(false);
  }

  /** The key of that id at that facility, whether it counts or ended. */
  Optional<FacilityKey> find(String facilityId, String thumbprint) {
    return of(facilityId).stream().filter(key -> key.thumbprint().equals(thumbprint)).findFirst();
  }

  /** The transport key of that id with its facility, as long as it counts. */
  Optional<KnownKey> transportKey(String thumbprint) {
    return database
        .sql(COLUMNS + "where thumbprint = ? and role = 'TRANSPORT' and valid_until is null")
        .param(thumbprint)
        .query(
            (row, number) ->
                new KnownKey(
                    row.getString("facility_id"), VerificationKey.ofJwk(key(row).publicKey())))
        .optional();
  }

  /** Whether any facility has or had this key. */
  boolean isKnown(VerificationKey key) {
    return database
        .sql("select exists (select from registry.facility_key where thumbprint = ?)")
        .param(key.id())
        .query(Boolean.class)
        .single();
  }

  /** Adds a key of a role that has no present one. */
  void add(String facilityId, KeyRole role, VerificationKey key) {
    database
        .sql(
            """
            insert into registry.facility_key (thumbprint, facility_id, role, public_key, valid_from)
            values (?, ?, ?, ?::jsonb, ?)
            """)
        .params(key.id(), facilityId, role.name(), write(key), now())
        .update();
  }

  /** Ends the present key of a role; false when there is none. */
  boolean end(String facilityId, KeyRole role, End how, String by) {
    boolean ended =
        database
                .sql(
                    """
                    update registry.facility_key set valid_until = ?, ended_how = ?, ended_by = ?
                    where facility_id = ? and role = ? and valid_until is null
                    """)
                .params(now(), how.name(), by, facilityId, role.name())
                .update()
            == 1;
    if (ended && role == KeyRole.TRANSPORT) {
      events.publishEvent(new TransportKeyEnded(facilityId));
    }
    return ended;
  }

  private static Timestamp now() {
    return Timestamp.from(Clock.systemUTC().instant());
  }

  private FacilityKey key(ResultSet row) throws SQLException {
    return new FacilityKey(
        row.getString("thumbprint"),
        KeyRole.valueOf(row.getString("role")),
        parse(row.getString("public_key")),
        row.getTimestamp("valid_from").toInstant(),
        Optional.ofNullable(row.getTimestamp("valid_until")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getString("ended_how")).map(End::valueOf),
        Optional.ofNullable(row.getString("ended_by")));
  }

  private Map<String, Object> parse(String jwk) {
    try {
      return json.readValue(jwk, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String write(VerificationKey key) {
    try {
      return json.writeValueAsString(key.jwk());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
