package io.consilium.worker.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.consilium.contract.container.ContainerTask;
import io.consilium.contract.container.Volume;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.container.VolumeType;
import io.consilium.worker.sandbox.FileTree.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a container writes: made ready before it starts, weighed while it runs, and searched for
 * anything but plain files and folders when it has ended.
 */
final class Outputs {
  private static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final int KIND = 0170000;
  private static final int LONGEST_NAME_SHOWN = 120;

  /** Below what the operating system takes for a path (PATH_MAX, 4096). */
  private static final int LONGEST_PATH = 3500;

  private final List<SealedMount> places;
  private final Role role;
  private final Limits limits;

  Outputs(Collection<SealedMount> places, SealedStep step) {
    this.places = List.copyOf(places);
    this.role = step.role();
    this.limits = step.limits();
  }

  /**
   * Makes an output that belongs to the container's user, and returns its real path.
   *
   * @param user the container's user as this machine sees it
   */
  static Path prepare(VolumeKey key, VolumeType type, SealedStep step, RunAs user)
      throws Refusal, IOException {
    Path place =
        Optional.ofNullable(step.outputs().get(key))
            .orElseThrow(
                () ->
                    new Refusal(
                        Detail.REFUSED,
                        "The container %s wants to write %s, for which this site has no place"
                            .formatted(step.container().id(), key.word())));
    String self = ProcessOwner.name();
    if (!ProcessOwner.isRoot() && !user.toString().equals(self)) {
      throw new Refusal(
          Detail.REFUSED,
          "run_as is %s but this worker is %s and not root, so it could not read what the container writes: set run_as to %s"
              .formatted(user, self, self));
    }
    switch (type) {
      case DIRECTORY -> {
        Scratch.makePrivate(place);
        Files.setPosixFilePermissions(place, PRIVATE_FOLDER);
      }
      case FILE -> {
        Scratch.makePrivateParent(place);
        if (!Files.exists(place, NOFOLLOW_LINKS)) {
          Files.createFile(place);
        }
        Files.setPosixFilePermissions(place, PRIVATE_FILE);
      }
    }
    if (ProcessOwner.isRoot()) {
      Files.setAttribute(place, "unix:uid", user.uid(), NOFOLLOW_LINKS);
      Files.setAttribute(place, "unix:gid", user.gid(), NOFOLLOW_LINKS);
    }
    return place.toRealPath();
  }

  /**
   * Makes sure that nothing of an earlier try passes for the step's own: a folder in the scratch
   * and a file are made anew.
   *
   * @throws IllegalArgumentException when another folder is not empty
   */
  static void startAfresh(SealedStep step, ContainerTask task, RunAs user, Path scratch)
      throws Refusal, IOException {
    Optional<Volume> output = task.output(VolumeKey.OUTPUT_PATH);
    Optional<Path> named = Optional.ofNullable(step.outputs().get(VolumeKey.OUTPUT_PATH));
    if (!step.role().startsAfresh() || output.isEmpty() || named.isEmpty()) {
      return;
    }
    VolumeType type = output.get().type();
    Path place = named.get();
    if (isEmpty(place, type)) {
      return;
    }
    if (type == VolumeType.DIRECTORY && !place.toAbsolutePath().normalize().startsWith(scratch)) {
      throw new IllegalArgumentException(
          place + " is not empty, and " + step.role() + " starts afresh");
    }
    FileTree.delete(place);
    prepare(VolumeKey.OUTPUT_PATH, type, step, user);
  }

  private static boolean isEmpty(Path place, VolumeType type) throws IOException {
    if (type == VolumeType.FILE) {
      return Files.size(place) == 0;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
      return !entries.iterator().hasNext();
    }
  }

  /** What has been written so far; exact unless it exceeds the limits. */
  Usage measure() throws IOException {
    return FileTree.measure(places.stream().map(SealedMount::source).toList(), limits);
  }

  /** The file systems' room for more, in bytes: the least of all. */
  long room() {
    return places.stream()
        .mapToLong(place -> place.source().toFile().getUsableSpace())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /**
   * Refuses outputs that are too large or hold anything but plain files and folders, and lets
   * nobody but the container's user and this process use the rest. The container has ended.
   */
  void settle() throws Refusal, IOException {
    requireWithin(measure());
    for (SealedMount place : places) {
      settle(place.source(), place);
      if (place.type() == VolumeType.FILE) {
        requireText(place);
        if (role.startsAfresh() && Files.size(place.source()) == 0) {
          throw invalid(place.source(), place, "is empty");
        }
      }
    }
  }

  /** Refuses outputs that exceed the limits. */
  void requireWithin(Usage usage) throws Refusal {
    if (usage.exceeds(limits)) {
      throw new Refusal(
          usage.bytes() > limits.outputBytes()
              ? Detail.OUTPUT_TOO_LARGE
              : Detail.OUTPUT_TOO_MANY_FILES,
          "The outputs hold at least %d bytes in %d files and folders, %d deep; allowed are %d bytes in %d, %d deep"
              .formatted(
                  usage.bytes(),
                  usage.files(),
                  usage.depth(),
                  limits.outputBytes(),
                  limits.outputFiles(),
                  FileTree.DEEPEST));
    }
  }

  private void settle(Path path, SealedMount place) throws Refusal, IOException {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw invalid(path, place, "has a path of more than %d bytes".formatted(LONGEST_PATH));
    }
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    if (found.isDirectory()) {
      Files.setPosixFilePermissions(path, PRIVATE_FOLDER);
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          settle(entry, place);
        }
      }
    } else if (!found.isRegularFile()) {
      throw invalid(
          path,
          place,
          "is a " + kind((Integer) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS)));
    } else if ((Integer) Files.getAttribute(path, "unix:nlink", NOFOLLOW_LINKS) != 1) {
      throw invalid(path, place, "has more than one name (hard link)");
    } else {
      Files.setPosixFilePermissions(path, PRIVATE_FILE);
    }
  }

  /** A hole in a file reads as zeros; no text has any, so sparse files are found by them too. */
  private static void requireText(SealedMount place) throws Refusal, IOException {
    byte[] part = new byte[1 << 16];
    try (InputStream file = Files.newInputStream(place.source(), NOFOLLOW_LINKS)) {
      for (int length = file.read(part); length >= 0; length = file.read(part)) {
        for (int i = 0; i < length; i++) {
          if (part[i] == 0) {
            throw invalid(place.source(), place, "is not a text: it holds zero bytes or holes");
          }
        }
      }
    }
  }

  private static Refusal invalid(Path path, SealedMount place, String what) {
    Path inside = place.source().relativize(path);
    String name = inside.toString().isEmpty() ? "itself" : "'" + printable(inside) + "'";
    return new Refusal(
        Detail.OUTPUT_INVALID, "In the output %s, %s %s".formatted(place.target(), name, what));
  }

  private static String printable(Path path) {
    String name = path.toString().replaceAll("[^\\x20-\\x7e]", "?");
    return name.length() > LONGEST_NAME_SHOWN
        ? name.substring(0, LONGEST_NAME_SHOWN) + "..."
        : name;
  }

  private static String kind(int mode) {
    return switch (mode & KIND) {
      case 0120000 -> "symbolic link";
      case 0010000 -> "FIFO";
      case 0140000 -> "socket";
      case 0020000, 0060000 -> "device";
      default -> "special file";
    };
  }
}
