package io.consilium.contract.container;

/**
 * A registered container: its unchanged configuration, and the digest of exactly the image that
 * runs.
 *
 * @param id short name
 * @param title name for people
 * @param config MedPerf's container_config.yaml
 * @param digest {@code sha256:} and 64 hex digits: the digest of the image's manifest
 * @param parameters content of the parameters_file
 */
public record ContainerSpec(
    String id, String title, ContainerConfig config, String digest, Parameters parameters) {

  /** The name by which exactly the registered image is pulled: {@code registry/name@sha256:…}. */
  public String imageByDigest() {
    return image().byDigest(digest);
  }

  /** The parts of the image's name. */
  public ImageReference image() {
    return ImageReference.parse(config.image())
        .orElseThrow(() -> new IllegalStateException(config.image() + " is not an image's name"));
  }
}
