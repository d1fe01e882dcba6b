package io.consilium.platform.facility;

import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.platform.engine.UserDirectory;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The registered facilities. */
@Component
public class Facilities {
  private static final Duration SEEN_STEP = Duration.ofMinutes(1);

  private final JdbcClient database;
  private final FacilityKeys known;
  private final UserDirectory directory;

  Facilities(JdbcClient database, FacilityKeys known, UserDirectory directory) {
    this.database = database;
    this.known = known;
    this.directory = directory;
  }

  /** The facility of that id. */
  public Optional<Facility> find(String id) {
    return database
        .sql("select id, name, organisation, registered_at from registry.facility where id = ?")
        .param(id)
        .query(Facility.class)
        .optional();
  }

  /** All facilities in the order of their ids, the proving ground among them. */
  public List<Facility> all() {
    return database
        .sql("select id, name, organisation, registered_at from registry.facility order by id")
        .query(Facility.class)
        .list();
  }

  /** When each facility's worker last called, by the facility's id. */
  public Map<String, Instant> lastSeen() {
    Map<String, Instant> seen = new HashMap<>();
    database
        .sql("select id, last_seen_at from registry.facility where last_seen_at is not null")
        .query(
            row -> {
              seen.put(row.getString("id"), row.getTimestamp("last_seen_at").toInstant());
            });
    return seen;
  }

  /** Its worker showed a token that counts. Kept to the minute, so that polls cost no writing. */
  void seen(String facilityId, Instant now) {
    database
        .sql(
            """
            update registry.facility set last_seen_at = ?
            where id = ? and (last_seen_at is null or last_seen_at < ?)
            """)
        .params(Timestamp.from(now), facilityId, Timestamp.from(now.minus(SEEN_STEP)))
        .update();
  }

  /**
   * Registers a facility with its keys, and with the engine.
   *
   * @return the facility; nothing when there is one of that id, or one of the keys is known already
   */
  @Transactional
  Optional<Facility> register(
      String id,
      String name,
      String organisation,
      Map<KeyRole, VerificationKey> keys,
      String operator) {
    if (find(id).isPresent() || isAnyKnown(keys.values())) {
      return Optional.empty();
    }
    database
        .sql(
            """
            insert into registry.facility (id, name, organisation, registered_by)
            values (?, ?, ?, ?)
            """)
        .params(id, name, organisation, operator)
        .update();
    keys.forEach((role, key) -> known.add(id, role, key));
    directory.admitFacility(id, name);
    return find(id);
  }

  private boolean isAnyKnown(Collection<VerificationKey> keys) {
    if (new HashSet<>(keys).size() < keys.size()) {
      return true;
    }
    return keys.stream().anyMatch(known::isKnown);
  }
}
