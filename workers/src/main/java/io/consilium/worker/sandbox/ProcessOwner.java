package io.consilium.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user and group of this process. */
final class ProcessOwner {
  private static final Path SELF = Path.of("/proc/self");

  private ProcessOwner() {}

  static boolean isRoot() {
    return id("unix:uid") == 0;
  }

  /** As {@code uid:gid}. */
  static String name() {
    return id("unix:uid") + ":" + id("unix:gid");
  }

  private static int id(String attribute) {
    try {
      return (Integer) Files.getAttribute(SELF, attribute);
    } catch (IOException e) {
      throw new UncheckedIOException("The owner of this process cannot be read", e);
    }
  }
}
