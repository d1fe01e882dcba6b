package io.consilium.worker.sandbox;

import io.consilium.contract.container.VolumeType;
import java.nio.file.Path;

/**
 * A file or folder of the site that a container sees.
 *
 * @param source real path at the site, without links
 * @param target where the container sees it
 * @param type file or folder
 * @param access what the container may do with it
 */
record SealedMount(Path source, String target, VolumeType type, Access access) {
  enum Access {
    READ,
    WRITE
  }
}
