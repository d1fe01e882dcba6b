package io.consilium.platform.facility;

import java.util.Optional;
import org.springframework.core.io.Resource;

/** The demo datasets that the gateway hands to the proving ground. */
public interface DemoAssets {
  /** The archive of that digest. */
  Optional<Resource> find(String sha256);
}
