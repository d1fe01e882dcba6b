package io.consilium.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The container engine, as somebody with root on the machine uses it. */
final class Docker {
  private static final String STEP = "io.consilium.step";

  private Docker() {}

  /** A running container of that site whose step ends with the word. */
  static Optional<String> running(Path home, String word) {
    return run(
            "ps",
            "--filter",
            "label=" + Containers.HOME + "=" + home,
            "--format",
            "{{.ID}} {{.Label \"" + STEP + "\"}}")
        .output()
        .lines()
        .filter(line -> line.endsWith("/" + word))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst();
  }

  /** The execution, dataset or test that a container works for. */
  static String caseOf(String container) {
    String step =
        run("inspect", "--format", "{{index .Config.Labels \"" + STEP + "\"}}", container)
            .output()
            .strip();
    return step.substring(0, step.indexOf('/'));
  }

  /** Stops the container's processes where they are, unless they have ended. */
  static boolean pause(String container) {
    return run("pause", container).exitCode() == 0;
  }

  /** Whether the container exists, running or not. */
  static boolean exists(String container) {
    return run("inspect", container).exitCode() == 0;
  }

  private static Command.Outcome run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("docker"));
    line.addAll(List.of(arguments));
    return Command.run(line, Map.of());
  }
}
