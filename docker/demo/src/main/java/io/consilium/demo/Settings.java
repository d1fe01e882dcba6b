package io.consilium.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run of the demo is given.
 *
 * @param root the checkout
 * @param work folder of what runs share: caches, the example, the registry's images
 * @param run folder of this run's state; removed at its start and end
 * @param port of the platform on 127.0.0.1, as everybody calls it
 * @param platformPort where the platform listens: another than {@code port} when something stands
 *     between
 * @param registry host and port of the image registry
 * @param medium where the story is told
 * @param started when the visitor started the demo
 * @param options of the command line
 */
record Settings(
    Path root,
    Path work,
    Path run,
    int port,
    int platformPort,
    String registry,
    Narrator.Medium medium,
    Instant started,
    Set<Option> options) {
  /** What the command line can ask for. */
  enum Option {
    /** End by itself instead of staying up. */
    EXIT,
    /** Leave logs and folders. */
    KEEP
  }

  private static final int PREFERRED_PORT = 8080;
  private static final int TRIES = 100;

  /**
   * Reads the command line, the environment and what {@code ./demo} says in system properties.
   *
   * @throws IllegalArgumentException for an unknown argument
   */
  static Settings of(List<String> arguments) {
    Set<Option> options = EnumSet.noneOf(Option.class);
    for (String argument : arguments) {
      switch (argument) {
        case "--exit" -> options.add(Option.EXIT);
        case "--keep" -> options.add(Option.KEEP);
        default -> throw new IllegalArgumentException("unknown argument: " + argument);
      }
    }
    Path root = Path.of(property("consilium.root").orElse("")).toAbsolutePath();
    Path work = root.resolve(".demo");
    int port =
        freePort(environment("CONSILIUM_PORT").map(Integer::parseInt).orElse(PREFERRED_PORT));
    return new Settings(
        root,
        work,
        work.resolve("run"),
        port,
        port,
        "127.0.0.1:" + environment("CONSILIUM_REGISTRY_PORT").orElse("5000"),
        property("consilium.terminal").orElse("no").equals("yes")
            ? Narrator.Medium.TERMINAL
            : Narrator.Medium.PLAIN,
        property("consilium.started")
            .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
            .orElseGet(Instant::now),
        options);
  }

  /** Address of the platform. */
  URI platform() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What {@code docker/examples/breast-fna/build.sh} wrote. */
  Path example() {
    return work.resolve("example");
  }

  /** Where the results of the last run are kept. */
  Path lastRun() {
    return work.resolve("last-run.json");
  }

  Path logs() {
    return run.resolve("logs");
  }

  /** For what the programs write and forget. */
  Path temporary() {
    return run.resolve("tmp");
  }

  /** Files that name the processes of this run. */
  Path pids() {
    return run.resolve("pids");
  }

  Path platformHome() {
    return run.resolve("platform");
  }

  /**
   * The platform with its libraries side by side, where Tomcat finds what they bring for browsers.
   */
  String platformClassPath() {
    Path unpacked = root.resolve("app/target/unpacked");
    return unpacked.resolve("consilium-platform.jar") + ":" + unpacked.resolve("lib") + "/*";
  }

  Path workerJar() {
    return root.resolve("workers/target/consilium-worker.jar");
  }

  Installation.Traces traces() {
    return options.contains(Option.KEEP) ? Installation.Traces.KEPT : Installation.Traces.REMOVED;
  }

  /** The preferred port of 127.0.0.1, or the next one that no other program has. */
  private static int freePort(int preferred) {
    for (int port = preferred; port < preferred + TRIES; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken by another program: the next one may be free.
      }
    }
    throw new DemoFailure(
        "no port from %d to %d is free.".formatted(preferred, preferred + TRIES - 1),
        "Choose another one with CONSILIUM_PORT.");
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
