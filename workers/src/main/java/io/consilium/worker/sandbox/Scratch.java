package io.consilium.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder for what lives no longer than a case, such as predictions. Nobody but this process can
 * look into it.
 */
public final class Scratch {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  static Scratch open(Path all, String caseId) {
    requireName(caseId);
    Path folder = all.resolve(caseId);
    try {
      makePrivate(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The scratch " + folder + " cannot be made", e);
    }
    return new Scratch(folder);
  }

  /** The cases that have scratch in a folder; no case's name begins with a dot. */
  static Set<String> cases(Path all) {
    if (!Files.isDirectory(all)) {
      return Set.of();
    }
    try (Stream<Path> folders = Files.list(all)) {
      return folders
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> !name.startsWith("."))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a name: letters, digits and . _ -, at most 200");
    }
  }

  static void makePrivate(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  static void makePrivateParent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      makePrivate(parent);
    }
  }

  /** A place in the scratch, whatever is there. */
  public Path path(String name) {
    requireName(name);
    return folder.resolve(name);
  }

  /** A place in the scratch where nothing is: what was there is deleted. */
  public Path fresh(String name) {
    Path place = path(name);
    delete(place);
    return place;
  }

  /** Deletes the scratch with everything in it. */
  public void destroy() {
    delete(folder);
  }

  private static void delete(Path place) {
    try {
      FileTree.delete(place);
    } catch (IOException e) {
      throw new UncheckedIOException("The scratch " + place + " cannot be deleted", e);
    }
  }
}
