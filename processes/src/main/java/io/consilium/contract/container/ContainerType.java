package io.consilium.contract.container;

import java.util.Arrays;
import java.util.Optional;

/** How a container is shipped. */
public enum ContainerType {
  DOCKER_IMAGE("DockerImage"),
  DOCKER_ARCHIVE("DockerArchive"),
  ENCRYPTED_DOCKER_ARCHIVE("EncryptedDockerArchive"),
  SINGULARITY_FILE("SingularityFile"),
  ENCRYPTED_SINGULARITY_FILE("EncryptedSingularityFile");

  private final String word;

  ContainerType(String word) {
    this.word = word;
  }

  /** The word in a container_config.yaml. */
  public String word() {
    return word;
  }

  static Optional<ContainerType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
