package io.consilium.contract.container;

/** What is mounted: one file or a directory. */
public enum VolumeType {
  FILE("file"),
  DIRECTORY("directory");

  private final String word;

  VolumeType(String word) {
    this.word = word;
  }

  /** The word in a container_config.yaml. */
  public String word() {
    return word;
  }
}
