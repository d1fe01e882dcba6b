package io.consilium.platform.facility;

import io.consilium.contract.signing.VerificationKey;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The registered facilities and their public keys. */
@Component
public class Facilities {
  private final JdbcClient database;

  Facilities(JdbcClient database) {
    this.database = database;
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
    throw new UnsupportedOperationException(facilityId);
  }

  /** The key that signs what site policy releases by itself. */
  public Optional<VerificationKey> policyKey(String facilityId) {
    throw new UnsupportedOperationException(facilityId);
  }
}
