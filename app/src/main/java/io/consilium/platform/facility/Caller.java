package io.consilium.platform.facility;

import io.consilium.contract.Ids;
import java.security.Principal;

/**
 * The facility that asks, as its token proves. What a body says about it counts for nothing.
 *
 * @param keyId the transport key that signed the token
 */
record Caller(String facilityId, String keyId) implements Principal {
  @Override
  public String getName() {
    return facilityId;
  }

  /** Whether it is the platform's own worker. */
  boolean isProvingGround() {
    return facilityId.equals(Ids.PROVING_GROUND);
  }
}
