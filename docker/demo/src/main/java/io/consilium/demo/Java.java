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
   * @param classPath what follows {@code -cp}
   * @param heap its largest size, as in "256m"
   * @param temporary folder for what it writes and forgets
   */
  static List<String> line(
      String classPath, String mainClass, String heap, Path temporary, List<String> arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath,
                mainClass));
    line.addAll(arguments);
    return List.copyOf(line);
  }
}
