package io.consilium.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a whole system stands for tests: a registry, the example, and an installation. */
final class Stage implements AutoCloseable {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private final Installation installation;
  private final Path registry;
  private final Map<String, String> environment;

  private Stage(Installation installation, Path registry, Map<String, String> environment) {
    this.installation = installation;
    this.registry = registry;
    this.environment = environment;
  }

  /** Makes everything ready for these hospitals; nothing of the system runs yet. */
  static Stage of(List<Hospital> hospitals) throws IOException {
    int port = anyPort();
    Stage stage = empty("system", hospitals, port, port);
    stage.script("docker/examples/breast-fna/build.sh " + stage.settings().example());
    return stage;
  }

  /** A stage without the example, for a platform that is called through another port. */
  static Stage behindARecorder(List<Hospital> hospitals) throws IOException {
    Stage stage = empty("recorded", hospitals, anyPort(), anyPort());
    stage.script("docker/images.sh base");
    return stage;
  }

  private static Stage empty(String name, List<Hospital> hospitals, int port, int platformPort)
      throws IOException {
    Path work = ROOT.resolve("docker/demo/target").resolve(name);
    Path registry = work.resolve("registry");
    String registryPort = Integer.toString(anyPort());
    Map<String, String> environment =
        Map.of("CONSILIUM_REGISTRY_PORT", registryPort, "CONSILIUM_BUILD", "0");
    Settings settings =
        new Settings(
            ROOT,
            work,
            work.resolve("run"),
            port,
            platformPort,
            "127.0.0.1:" + registryPort,
            Narrator.Medium.PLAIN,
            Instant.now(),
            Set.of());
    Files.createDirectories(work);
    Installation.clear(settings);
    Stage stage = new Stage(new Installation(settings, hospitals), registry, environment);
    stage.script("source docker/lib/common.sh; source docker/lib/build.sh; build_jars");
    // A run that was killed may have left its registry.
    stage.script("docker/registry.sh stop " + registry);
    stage.script("docker/registry.sh start " + registry);
    return stage;
  }

  Installation installation() {
    return installation;
  }

  Settings settings() {
    return installation.settings();
  }

  /** Takes everything down. */
  @Override
  public void close() {
    installation.takeDown(Installation.Traces.KEPT);
    script("docker/registry.sh stop " + registry);
  }

  private static int anyPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void script(String line) {
    Command.Outcome outcome =
        Command.run(
            List.of("bash", "-c", "set -Eeuo pipefail; cd \"$0\"; " + line, ROOT.toString()),
            environment);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(line + " failed:\n" + outcome.errors());
    }
  }
}
