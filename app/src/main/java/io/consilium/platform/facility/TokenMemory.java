package io.consilium.platform.facility;

import io.consilium.contract.gateway.FacilityToken;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Remembers the tokens that were taken, for all nodes, so that each counts only once. */
@Component
class TokenMemory {
  private static final int LONGEST_ID = 200;

  private final JdbcClient database;

  TokenMemory(JdbcClient database) {
    this.database = database;
  }

  /** Takes a token; false when it was taken before. */
  boolean take(FacilityToken token) {
    return token.tokenId().length() <= LONGEST_ID
        && database
                .sql(
                    """
                    insert into registry.facility_token (facility_id, token_id, expires_at)
                    values (?, ?, ?) on conflict do nothing
                    """)
                .params(token.facilityId(), token.tokenId(), Timestamp.from(token.expiresAt()))
                .update()
            == 1;
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void forgetExpired() {
    database
        .sql("delete from registry.facility_token where expires_at < ?")
        .param(
            Timestamp.from(Clock.systemUTC().instant().minus(FacilityToken.SKEW.multipliedBy(2))))
        .update();
  }
}
