package io.consilium.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of Java programs. */
final class Java {
  private Java() {}

  /**
   * A program that starts fast and shares the machine with others.
   *
   * @param heap its largest size, as in "256m"
   */
  static List<String> line(Path jar, String heap, List<String> arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString()));
    line.addAll(arguments);
    return List.copyOf(line);
  }
}
