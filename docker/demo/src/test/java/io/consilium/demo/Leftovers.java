package io.consilium.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is still there of something that ran in a folder. */
final class Leftovers {
  private Leftovers() {}

  /** Containers of sites below the folder, running or not. */
  static List<String> containersOf(Path folder) {
    return Command.run(
            List.of(
                "docker",
                "ps",
                "--all",
                "--filter",
                "label=" + Containers.HOME,
                "--format",
                "{{.Label \"" + Containers.HOME + "\"}} {{.ID}} {{.Status}}"),
            Map.of())
        .output()
        .lines()
        .filter(line -> line.startsWith(folder.toString()))
        .toList();
  }

  /** All volumes of the container engine. */
  static List<String> volumes() {
    return Command.run(List.of("docker", "volume", "ls", "--quiet"), Map.of())
        .output()
        .lines()
        .toList();
  }

  /** Processes that name the folder in their command line, but for this one and its parents. */
  static List<String> processesOf(Path folder) {
    long self = ProcessHandle.current().pid();
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != self)
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
