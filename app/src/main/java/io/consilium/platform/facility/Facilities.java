package io.consilium.platform.facility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.contract.gateway.FacilityToken.KnownKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.platform.engine.UserDirectory;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The registered facilities and their public keys. */
@Component
public class Facilities {
  private final JdbcClient database;
  private final ObjectMapper json;
  private final UserDirectory directory;

  Facilities(JdbcClient database, ObjectMapper json, UserDirectory directory) {
    this.database = database;
    this.json = json;
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

  /** The key by which a person at the facility signs statements. */
  public Optional<VerificationKey> releaseKey(String facilityId) {
    return key(facilityId, KeyRole.RELEASE);
  }

  /** The key that signs what site policy releases by itself. */
  public Optional<VerificationKey> policyKey(String facilityId) {
    return key(facilityId, KeyRole.POLICY);
  }

  /** The transport key of that id, with its facility. */
  Optional<KnownKey> transportKey(String keyId) {
    return database
        .sql(
            """
            select facility_id, public_key from registry.facility_key
            where thumbprint = ? and role = 'TRANSPORT'
            """)
        .param(keyId)
        .query(
            (row, number) ->
                new KnownKey(row.getString("facility_id"), parse(row.getString("public_key"))))
        .optional();
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
    keys.forEach((role, key) -> insert(id, role, key));
    directory.admitFacility(id, name);
    return find(id);
  }

  private boolean isAnyKnown(Collection<VerificationKey> keys) {
    if (new HashSet<>(keys).size() < keys.size()) {
      return true;
    }
    return keys.stream()
        .anyMatch(
            key ->
                database
                    .sql("select exists (select from registry.facility_key where thumbprint = ?)")
                    .param(key.id())
                    .query(Boolean.class)
                    .single());
  }

  private void insert(String facilityId, KeyRole role, VerificationKey key) {
    database
        .sql(
            """
            insert into registry.facility_key (thumbprint, facility_id, role, public_key)
            values (?, ?, ?, ?::jsonb)
            """)
        .params(key.id(), facilityId, role.name(), write(key))
        .update();
  }

  private Optional<VerificationKey> key(String facilityId, KeyRole role) {
    return database
        .sql("select public_key from registry.facility_key where facility_id = ? and role = ?")
        .params(facilityId, role.name())
        .query(String.class)
        .optional()
        .map(this::parse);
  }

  private VerificationKey parse(String jwk) {
    try {
      return VerificationKey.ofJwk(json.readValue(jwk, new TypeReference<>() {}));
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
