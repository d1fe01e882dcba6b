package io.consilium.demo;

import io.consilium.contract.Ids;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A facility's side: its folder with keys, rules and state, its worker, and the {@code consilium}
 * command as the people there use it.
 */
final class Site {
  private static final String MAIN_CLASS = "io.consilium.worker.Consilium";

  private final String id;
  private final String title;
  private final String organisation;
  private final Path home;
  private final Settings settings;
  private final Map<String, String> passphrase;
  private Optional<Server> worker = Optional.empty();

  Site(String id, String title, String organisation, Settings settings) {
    this.id = id;
    this.title = title;
    this.organisation = organisation;
    this.home = settings.run().resolve("sites").resolve(id);
    this.settings = settings;
    this.passphrase = Map.of("CONSILIUM_PASSPHRASE", id + "-release-passphrase");
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  Path home() {
    return home;
  }

  String organisation() {
    return organisation;
  }

  /** Makes the site, with its keys and the default policy, and enrols it by a one-time code. */
  void enrol(String code) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "enrol",
                code,
                "--platform",
                settings.platform().toString(),
                "--registry",
                settings.registry()));
    if (id.equals(Ids.PROVING_GROUND)) {
      arguments.add("--proving-ground");
    }
    consilium(arguments.toArray(String[]::new));
  }

  /** Writes a text of one of the site's files anew, as its administrator would in an editor. */
  void edit(String file, String old, String text) {
    try {
      Path path = home.resolve(file);
      String before = Files.readString(path);
      if (!before.contains(old)) {
        throw new DemoFailure(path + " does not contain \"" + old + "\".", "", Optional.of(path));
      }
      Files.writeString(path, before.replace(old, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the worker; it answers some seconds later. */
  void startWorker() {
    startWorker(line("256m", "worker", "run"));
  }

  /** Starts a worker of which the folder has some classes in another version. */
  void startWorker(Path changedClasses) {
    startWorker(
        lineOf(
            changedClasses + File.pathSeparator + settings.workerJar(), "256m", "worker", "run"));
  }

  private void startWorker(List<String> line) {
    if (worker.filter(Server::isAlive).isPresent()) {
      throw new IllegalStateException(title + " has a worker already");
    }
    worker =
        Optional.of(
            Server.start(
                "the worker of " + title,
                line,
                Map.of(),
                settings.logs().resolve(id + ".log"),
                settings.pids().resolve(id)));
  }

  boolean hasWorker() {
    return worker.isPresent();
  }

  /** The running worker. */
  Server worker() {
    return worker.orElseThrow(() -> new IllegalStateException(title + " has no worker yet"));
  }

  /** Waits until the worker answers the command. */
  void awaitWorker() {
    Path console = home.resolve("state/console.json");
    Waiting.forSomething(
        "the worker of " + title,
        Duration.ofMinutes(2),
        () -> {
          worker().requireAlive();
          return Files.exists(console) ? Optional.of(console) : Optional.empty();
        });
  }

  /**
   * Runs {@code consilium} at this site.
   *
   * @return what it printed
   * @throws DemoFailure when it fails, with its own words
   */
  String consilium(String... arguments) {
    Command.Outcome outcome = tryConsilium(arguments);
    if (outcome.exitCode() != 0) {
      String words = outcome.errors().isBlank() ? outcome.output() : outcome.errors();
      throw new DemoFailure(
          "%s: consilium %s failed (exit code %d):%n%s"
              .formatted(
                  title, String.join(" ", arguments), outcome.exitCode(), words.stripTrailing()),
          "",
          worker.map(Server::log));
    }
    return outcome.output();
  }

  /** Like {@link #consilium}, for a command that may fail. */
  Command.Outcome tryConsilium(String... arguments) {
    return Command.run(line("128m", arguments), passphrase);
  }

  private List<String> line(String heap, String... arguments) {
    return lineOf(settings.workerJar().toString(), heap, arguments);
  }

  private List<String> lineOf(String classPath, String heap, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--home", home.toString()));
    all.addAll(List.of(arguments));
    return Java.line(classPath, MAIN_CLASS, heap, settings.temporary(), all);
  }
}
