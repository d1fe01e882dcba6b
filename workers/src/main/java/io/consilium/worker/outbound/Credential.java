package io.consilium.worker.outbound;

import io.consilium.contract.gateway.FacilityToken;
import io.consilium.contract.signing.SigningKey;
import java.net.URI;
import java.time.Clock;

/** Proves to the platform which facility calls: a new token for each request. */
public final class Credential {
  private final String facilityId;
  private final String audience;
  private final SigningKey transport;
  private final Clock clock;

  public Credential(String facilityId, URI platform, SigningKey transport, Clock clock) {
    this.facilityId = facilityId;
    this.audience = platform.toString();
    this.transport = transport;
    this.clock = clock;
  }

  /** The value of a new Authorization header. */
  public String authorization() {
    return "Bearer " + FacilityToken.mint(facilityId, audience, transport, clock.instant());
  }
}
