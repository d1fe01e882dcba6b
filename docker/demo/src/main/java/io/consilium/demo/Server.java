package io.consilium.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A long-running process of the demo. It is in a session of its own: Ctrl-C in the visitor's
 * terminal reaches the driver alone, which takes the others down in good order.
 */
final class Server {
  private final String name;
  private final Process process;
  private final Path log;

  private Server(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the command.
   *
   * @param name in a visitor's words
   * @param pidFile remembers the process for a later run, should this one be killed
   */
  static Server start(
      String name, List<String> command, Map<String, String> environment, Path log, Path pidFile) {
    List<String> line = new ArrayList<>(List.of("setsid"));
    line.addAll(command);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Files.createDirectories(pidFile.toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      Files.writeString(pidFile, process.pid() + " " + startOf(process.toHandle()));
      return new Server(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started", e);
    }
  }

  /** Ends the process that the file remembers, if it still is that one. */
  static void endLeftover(Path pidFile) {
    try {
      String[] parts = Files.readString(pidFile).strip().split(" ", 2);
      Optional<ProcessHandle> found =
          ProcessHandle.of(Long.parseLong(parts[0]))
              .filter(handle -> parts.length == 2 && startOf(handle).equals(parts[1]));
      found.ifPresent(handle -> end(handle, Duration.ofSeconds(20)));
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Does nothing while the process lives.
   *
   * @throws DemoFailure once it has ended by itself
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new DemoFailure(
          name + " ended by itself (exit code " + process.exitValue() + ").",
          "Its last words are in that log.",
          Optional.of(log));
    }
  }

  /** Asks the process to end. */
  void ask() {
    process.destroy();
  }

  /** Ends the process at once, as a power cut would. */
  void kill() {
    process.destroyForcibly();
    await(Duration.ofSeconds(10));
  }

  /** Waits for the end, and forces it after the given time. */
  void await(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /** Asks a process that this one did not start to end, and forces it after the patience. */
  static void end(ProcessHandle handle, Duration patience) {
    handle.destroy();
    Instant end = Instant.now().plus(patience);
    while (handle.isAlive() && Instant.now().isBefore(end)) {
      Waiting.pause(Duration.ofMillis(100));
    }
    handle.destroyForcibly();
  }

  private static String startOf(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
