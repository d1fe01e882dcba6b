package io.consilium.worker.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.UUID;

/**
 * Walks through folders that hostile programs write to, perhaps at this moment. A folder is opened
 * relative to its parent, so that nobody can put a link in the way, and no walk goes deeper than
 * {@link #DEEPEST}.
 */
final class FileTree {
  /** Folders inside each other that an output may have. */
  static final int DEEPEST = 32;

  private FileTree() {}

  /**
   * What a walk has found so far.
   *
   * @param bytes sum of the lengths of plain files, holes included
   * @param files plain files, folders and everything else, without the roots
   * @param depth folders inside each other
   */
  record Usage(long bytes, long files, int depth) {
    static final Usage NONE = new Usage(0, 0, 0);

    boolean exceeds(Limits limits) {
      return bytes > limits.outputBytes() || files > limits.outputFiles() || depth > DEEPEST;
    }

    Usage plusEntry(BasicFileAttributes entry) {
      return new Usage(bytes + (entry.isRegularFile() ? entry.size() : 0), files + 1, depth);
    }

    Usage atDepth(int reached) {
      return new Usage(bytes, files, Math.max(depth, reached));
    }
  }

  /**
   * Adds up what is under the roots and stops as soon as it exceeds the limits. What vanishes
   * meanwhile is not counted.
   */
  static Usage measure(Collection<Path> roots, Limits limits) throws IOException {
    try {
      Usage usage = Usage.NONE;
      for (Path root : roots) {
        BasicFileAttributes attributes = attributes(root);
        if (attributes.isDirectory()) {
          try (SecureDirectoryStream<Path> folder = open(root)) {
            usage = measure(folder, usage, 1, limits);
          }
        } else {
          usage = usage.plusEntry(attributes);
        }
      }
      return usage;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static Usage measure(
      SecureDirectoryStream<Path> folder, Usage before, int depth, Limits limits)
      throws IOException {
    Usage usage = before;
    for (Path entry : folder) {
      Path name = entry.getFileName();
      try {
        BasicFileAttributes attributes = attributes(folder, name);
        usage = usage.plusEntry(attributes);
        if (attributes.isDirectory()) {
          usage = usage.atDepth(depth);
          if (!usage.exceeds(limits)) {
            try (SecureDirectoryStream<Path> inner =
                folder.newDirectoryStream(name, NOFOLLOW_LINKS)) {
              usage = measure(inner, usage, depth + 1, limits);
            }
          }
        }
      } catch (NoSuchFileException e) {
        continue;
      }
      if (usage.exceeds(limits)) {
        return usage;
      }
    }
    return usage;
  }

  /** Deletes a file, or a folder with everything in it; links are deleted, never followed. */
  static void delete(Path place) throws IOException {
    if (!Files.exists(place, NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(place, NOFOLLOW_LINKS)) {
      empty(place);
    }
    Files.delete(place);
  }

  private static void empty(Path place) throws IOException {
    try {
      boolean tooDeep = true;
      while (tooDeep) {
        try (SecureDirectoryStream<Path> root = openForDeletion(place)) {
          tooDeep = new Deletion(root).empty(root, place, 0);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static final class Deletion {
    private final SecureDirectoryStream<Path> root;

    Deletion(SecureDirectoryStream<Path> root) {
      this.root = root;
    }

    /** Whether something was moved to the root because it lay too deep to be reached. */
    boolean empty(SecureDirectoryStream<Path> folder, Path place, int depth) throws IOException {
      boolean moved = false;
      for (Path entry : folder) {
        Path name = entry.getFileName();
        if (!attributes(folder, name).isDirectory()) {
          folder.deleteFile(name);
        } else if (depth == DEEPEST) {
          folder.move(name, root, Path.of(".deep-" + UUID.randomUUID()));
          moved = true;
        } else {
          try (SecureDirectoryStream<Path> inner = openForDeletion(folder, name, place)) {
            moved |= empty(inner, place.resolve(name), depth + 1);
          }
          try {
            folder.deleteDirectory(name);
          } catch (DirectoryNotEmptyException e) {
            throw new FileSystemException(
                place.resolve(name).toString(), null, "someone still writes into it");
          }
        }
      }
      return moved;
    }

    private static SecureDirectoryStream<Path> openForDeletion(
        SecureDirectoryStream<Path> folder, Path name, Path place) throws IOException {
      try {
        return folder.newDirectoryStream(name, NOFOLLOW_LINKS);
      } catch (AccessDeniedException e) {
        makeAccessible(place.resolve(name));
        return folder.newDirectoryStream(name, NOFOLLOW_LINKS);
      }
    }
  }

  private static SecureDirectoryStream<Path> openForDeletion(Path root) throws IOException {
    try {
      return open(root);
    } catch (AccessDeniedException e) {
      makeAccessible(root);
      return open(root);
    }
  }

  /** A program may have taken its folder's permissions away; it has ended, so nothing moves. */
  private static void makeAccessible(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  @SuppressWarnings("StreamResourceLeak") // whoever asked for it closes it
  private static SecureDirectoryStream<Path> open(Path root) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(root);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("The file system of " + root + " cannot open folders by their parent");
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .readAttributes();
  }
}
