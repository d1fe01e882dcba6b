package io.consilium.worker.outbound;

import io.consilium.contract.gateway.FacilityToken;
import io.consilium.contract.signing.SigningKey;
import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;

/** Proves to the platform which facility calls: a new token for each request. */
public final class Credential {
  private final String facilityId;
  private final String audience;
  private final Supplier<SigningKey> transport;
  private final Clock clock;

  /**
   * A facility's credential.
   *
   * @param transport the transport key as it is at that moment: it changes while the worker runs
   */
  public Credential(String facilityId, URI platform, Supplier<SigningKey> transport, Clock clock) {
    this.facilityId = facilityId;
    this.audience = platform.toString();
    this.transport = transport;
    this.clock = clock;
  }

  /** The value of a new Authorization header. */
  public String authorization() {
    return "Bearer " + FacilityToken.mint(facilityId, audience, transport.get(), clock.instant());
  }

  /** The same facility's credential by another key. */
  Credential by(SigningKey other) {
    return new Credential(facilityId, URI.create(audience), () -> other, clock);
  }
}
