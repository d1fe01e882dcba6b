package io.consilium.worker.enrolment;

import io.consilium.contract.signing.InvalidKeyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Files that only the worker's user can read. */
public final class PrivateFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private PrivateFile() {}

  /** Writes a file that must not be there yet. */
  public static void create(Path file, String content) {
    try {
      Files.createFile(file, OWNER_ONLY);
      Files.writeString(file, content, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException("The file " + file + " exists already", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be written", e);
    }
  }

  /** Writes a file in one step: a reader sees the old content or the new one. */
  public static void replace(Path file, String content) {
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(draft);
      create(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be written", e);
    }
  }

  /**
   * Refuses a file or folder that others than its owner can use.
   *
   * @throws InvalidKeyException naming it, and the command that mends it
   */
  static void requireOwnerOnly(Path file) {
    try {
      Set<PosixFilePermission> others = Files.getPosixFilePermissions(file);
      boolean folder = Files.isDirectory(file);
      if (!PosixFilePermissions.fromString(folder ? "rwx------" : "rw-------")
          .containsAll(others)) {
        throw new InvalidKeyException(
            "%s can be used by others than its owner: run 'chmod %s %s'"
                .formatted(file, folder ? "700" : "600", file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read", e);
    }
  }

  /** Removes a folder with all that is in it. */
  static void deleteTree(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be removed", e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read", e);
    }
  }
}
