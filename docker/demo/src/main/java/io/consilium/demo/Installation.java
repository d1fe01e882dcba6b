package io.consilium.demo;

import io.consilium.contract.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that runs: a platform, its proving ground, and the facilities' sites, each a process
 * of its own. {@link #takeDown} leaves nothing of it.
 */
final class Installation {
  /** What becomes of a run's folder at its end. */
  enum Traces {
    REMOVED,
    KEPT
  }

  private static final String PLATFORM_MAIN_CLASS = "io.consilium.platform.Platform";
  private static final Duration PLATFORM_PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final Settings settings;
  private final Map<Hospital, Site> sites = new LinkedHashMap<>();
  private final Site provingGround;
  private Optional<Server> platform = Optional.empty();

  Installation(Settings settings, List<Hospital> hospitals) {
    this.settings = settings;
    this.provingGround = new Site(Ids.PROVING_GROUND, "Proving ground", "The platform", settings);
    hospitals.forEach(
        hospital ->
            sites.put(
                hospital,
                new Site(hospital.id(), hospital.title(), hospital.organisation(), settings)));
  }

  Settings settings() {
    return settings;
  }

  List<Hospital> hospitals() {
    return List.copyOf(sites.keySet());
  }

  Site site(Hospital hospital) {
    return Optional.ofNullable(sites.get(hospital))
        .orElseThrow(() -> new IllegalArgumentException(hospital + " takes no part"));
  }

  Site provingGround() {
    return provingGround;
  }

  /** The proving ground and the facilities' sites. */
  List<Site> allSites() {
    List<Site> all = new ArrayList<>(List.of(provingGround));
    all.addAll(sites.values());
    return all;
  }

  /** Makes the folders that the programs expect. */
  void prepare() {
    try {
      Files.createDirectories(settings.temporary());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the platform, without waiting for it. */
  void startPlatform() {
    List<String> line =
        Java.line(
            settings.platformClassPath(),
            PLATFORM_MAIN_CLASS,
            "512m",
            settings.temporary(),
            List.of(
                "--server.port=" + settings.platformPort(),
                "--consilium.home=" + settings.platformHome(),
                "--consilium.public-url=" + settings.platform(),
                "--consilium.registries=" + settings.registry()));
    platform =
        Optional.of(
            Server.start(
                "the platform",
                line,
                Map.of(),
                settings.logs().resolve("platform.log"),
                settings.pids().resolve("platform")));
  }

  /** Waits until the platform answers. */
  void awaitPlatform() {
    PeopleApi api = new PeopleApi(settings.platform());
    Waiting.forSomething(
        "the platform to answer at " + settings.platform(),
        PLATFORM_PATIENCE,
        () -> {
          requireAlive();
          // Another demo may have taken the port meanwhile: it is ours only once ours says so.
          return hasStarted() && api.isReady() ? Optional.of(true) : Optional.empty();
        });
  }

  private boolean hasStarted() {
    try {
      Path log = platform.orElseThrow().log();
      return Files.exists(log) && Files.readString(log).contains("Started Platform");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Does nothing while all that was started lives.
   *
   * @throws DemoFailure naming what ended by itself
   */
  void requireAlive() {
    platform.ifPresent(Server::requireAlive);
    allSites().stream().filter(Site::hasWorker).map(Site::worker).forEach(Server::requireAlive);
  }

  /** Takes everything down, the workers first, and removes what they left. */
  void takeDown(Traces traces) {
    List<Server> workers = allSites().stream().filter(Site::hasWorker).map(Site::worker).toList();
    workers.forEach(Server::ask);
    workers.forEach(worker -> worker.await(STOP_PATIENCE));
    platform.ifPresent(
        server -> {
          server.ask();
          server.await(STOP_PATIENCE);
        });
    endLeftovers(settings);
    removeContainers(settings);
    if (traces == Traces.REMOVED) {
      removeFolder(settings.run());
    }
  }

  /**
   * Removes what an earlier run left, also one that was killed: processes, containers, folders.
   *
   * @throws DemoFailure when something stays
   */
  static void clear(Settings settings) {
    endLeftovers(settings);
    removeContainers(settings);
    removeFolder(settings.run());
  }

  private static void endLeftovers(Settings settings) {
    if (Files.isDirectory(settings.pids())) {
      try (Stream<Path> files = Files.list(settings.pids())) {
        files.sorted().forEach(Server::endLeftover);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    endDatabase(settings.platformHome());
  }

  /** A platform that was killed leaves its database running. */
  private static void endDatabase(Path platformHome) {
    if (!Files.isDirectory(platformHome)) {
      return;
    }
    try (Stream<Path> files = Files.walk(platformHome, 4)) {
      for (Path file : files.filter(path -> path.endsWith("postmaster.pid")).toList()) {
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        ProcessHandle.of(pid)
            .filter(handle -> handle.info().command().orElse("").endsWith("postgres"))
            .ifPresent(handle -> Server.end(handle, STOP_PATIENCE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Containers carry a label with the folder of the site that runs them. */
  private static void removeContainers(Settings settings) {
    Path sites = settings.run().resolve("sites");
    List<String> ids = new ArrayList<>();
    Command.Outcome listed =
        Command.run(
            List.of(
                "docker",
                "ps",
                "--all",
                "--filter",
                "label=" + Containers.HOME,
                "--format",
                "{{.ID}} {{.Label \"" + Containers.HOME + "\"}}"),
            Map.of());
    for (String line : listed.output().lines().toList()) {
      String[] parts = line.split(" ", 2);
      if (parts.length == 2 && Path.of(parts[1]).startsWith(sites)) {
        ids.add(parts[0]);
      }
    }
    if (!ids.isEmpty()) {
      List<String> remove = new ArrayList<>(List.of("docker", "rm", "--force", "--volumes"));
      remove.addAll(ids);
      Command.run(remove, Map.of());
    }
  }

  private static void removeFolder(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new DemoFailure(
          folder + " cannot be removed: " + e.getMessage(), "Remove it by hand, as root.");
    }
  }
}
