package io.consilium.contract.gateway;

import java.util.Map;

/**
 * The keys by which the platform knows the facility at present.
 *
 * @param thumbprints by role
 */
public record KnownKeys(Map<KeyRole, String> thumbprints) {
  public KnownKeys {
    thumbprints = Map.copyOf(thumbprints);
  }
}
