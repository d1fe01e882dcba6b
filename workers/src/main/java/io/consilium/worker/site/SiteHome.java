package io.consilium.worker.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of one site. Everything that the worker keeps is below it.
 *
 * @param root absolute path of the folder
 */
public record SiteHome(Path root) {
  public SiteHome {
    root = root.toAbsolutePath().normalize();
  }

  public Path siteFile() {
    return root.resolve("site.yaml");
  }

  public Path policyFile() {
    return root.resolve("site-policy.yaml");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path state() {
    return root.resolve("state");
  }

  public Path journal() {
    return state().resolve("journal.sqlite");
  }

  /** Where a running worker says how the command reaches it. */
  public Path consoleFile() {
    return state().resolve("console.json");
  }

  /** Who may log in to the console's pages, with hashes of their passwords. */
  public Path consoleUsers() {
    return root.resolve("console-users.json");
  }

  /** Held by the running worker, so that there is one at most. */
  public Path lockFile() {
    return state().resolve("worker.lock");
  }

  public Path workerLog() {
    return state().resolve("worker.log");
  }

  /** Output of containers; it never leaves the site. */
  public Path logs() {
    return state().resolve("logs");
  }

  public Path scratch() {
    return state().resolve("scratch");
  }

  /** Prepared data of a dataset. */
  public Path dataset(String name) {
    return state().resolve("datasets").resolve(name);
  }

  /** What an evaluator writes for the site's own eyes. */
  public Path localOutputs(String executionId) {
    return state().resolve("local-outputs").resolve(executionId);
  }

  /** Whether a site was made here. */
  public boolean exists() {
    return Files.isRegularFile(siteFile());
  }

  /** Makes a folder, with its parents, that only the worker's user can enter. */
  public static Path makePrivate(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
    }
  }
}
