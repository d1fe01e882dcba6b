package io.consilium.worker.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Takes each measure away in turn and shows that its attacks succeed then: a measure that nothing
 * needs would be found here, and so would an attack that tries nothing. {@code -Pprove-attacks}
 * starts it in the folder of this module; arguments are words of which a mutation must have one.
 */
public final class ProveAttacks {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Path CLEANER = Path.of("/var/run/docker.sock");

  private final String classPath = System.getProperty("java.class.path", "");
  private final Path work = Files.createTempDirectory("consilium-proof").toRealPath();

  private ProveAttacks() throws IOException {}

  /** Exits with 1 when a measure is not proven. */
  public static void main(String[] words) throws Exception {
    ProveAttacks proof = new ProveAttacks();
    System.out.println("| measure | without | attack | |");
    System.out.println("| --- | --- | --- | --- |");
    int proven = 0;
    int tried = 0;
    for (Mutation mutation : Mutation.all()) {
      if (words.length == 0 || Stream.of(words).anyMatch(mutation.toString()::contains)) {
        tried++;
        Optional<String> flaw = proof.flaw(mutation);
        proven += flaw.isEmpty() ? 1 : 0;
        System.out.printf(
            "| %d | %s | `%s` | %s |%n",
            mutation.measure(),
            mutation.without(),
            String.join("`, `", mutation.attacks()),
            flaw.map(why -> "NOT PROVEN: " + why).orElse("succeeds without it"));
      }
    }
    System.out.printf("measures taken away: %d, attacks then succeed: %d%n", tried, proven);
    System.exit(proven == tried ? 0 : 1);
  }

  /** Why the mutation proves nothing, if so. */
  private Optional<String> flaw(Mutation mutation) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(work, "mutation");
    Optional<String> broken = mutation.compile(folder, classPath);
    if (broken.isPresent()) {
      return broken;
    }
    Path report = folder.resolve("report");
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    // Containers of another user must be able to come to their data.
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home", ""), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-D" + Zoo.REPORT + "=" + report,
                "-cp",
                folder.resolve("classes") + ":" + classPath,
                RunAttacks.class.getName()));
    command.addAll(mutation.attacks());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    removeContainers(temporary);
    if (!Files.exists(report)) {
      return Optional.of("nothing was tried; see " + folder.resolve("log"));
    }
    Set<String> held = new HashSet<>(mutation.attacks());
    List<String> fates = Files.readAllLines(report);
    fates.stream()
        .filter(fate -> fate.endsWith(" " + Zoo.SUCCEEDED))
        .map(fate -> fate.substring(0, fate.indexOf(' ')))
        .forEach(held::remove);
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", held) + " got nothing; see " + folder.resolve("log"));
  }

  /** What a test could not remove because of the mutation. */
  private static void removeContainers(Path home) throws IOException, InterruptedException {
    if (!Files.exists(CLEANER)) {
      return;
    }
    new ProcessBuilder(
            "sh",
            "-c",
            "docker ps --all --format '{{.ID}} {{.Label \"io.consilium.home\"}}'"
                + " | grep -F \" $0/\" | cut -d' ' -f1 | xargs -r docker rm --force --volumes",
            home.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
