package io.consilium.worker.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The SHA-256 of every file of prepared data; several files are read at once. */
final class FileHashes {
  private static final int BUFFER = 1 << 18;
  private static final int MOST_READERS = 8;

  private FileHashes() {}

  /**
   * What tells whether a file was touched. A program can set the size and the time of modification
   * back, but not the time of the last change to the inode.
   */
  record Stamp(long size, long modifiedNanos, long changedNanos, long inode) {}

  /** A file, before it is read. */
  record Found(String role, String path, Path file, Stamp stamp) {}

  /**
   * A file with its content's hash.
   *
   * @param origin where the hash is from
   */
  record Hashed(Found found, String sha256, Origin origin) {}

  /** Where a hash is from. */
  enum Origin {
    /** It was known, and the file had the same stamp. */
    KNOWN,
    /** The file was read, and had the same stamp before and after. */
    READ,
    /** The file was touched while it was read. */
    RESTLESS
  }

  /**
   * Hashes data and labels, in the order of roles and paths.
   *
   * @param known gives the hash of a file that need not be read
   * @throws UncheckedIOException as {@link Fingerprint#of} says
   */
  static List<Hashed> of(Path data, Path labels, Function<Found, Optional<String>> known) {
    List<Found> files = new ArrayList<>(files("data", data));
    files.addAll(files("labels", labels));
    files.sort(Comparator.comparing(Found::role).thenComparing(Found::path));
    int readers = Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors());
    ExecutorService pool =
        Executors.newFixedThreadPool(
            readers,
            work -> {
              Thread thread = new Thread(work, "hashing");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Callable<Hashed>> work = new ArrayList<>();
      List<Optional<Hashed>> hashes = new ArrayList<>();
      for (Found file : files) {
        Optional<Hashed> hash =
            known.apply(file).map(sha256 -> new Hashed(file, sha256, Origin.KNOWN));
        hashes.add(hash);
        if (hash.isEmpty()) {
          work.add(() -> hash(file));
        }
      }
      return merged(hashes, pool.invokeAll(work));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted while hashing"));
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Hashed> merged(List<Optional<Hashed>> known, List<Future<Hashed>> read)
      throws InterruptedException {
    List<Hashed> all = new ArrayList<>(known.size());
    int next = 0;
    for (Optional<Hashed> hash : known) {
      all.add(hash.isPresent() ? hash.get() : result(read.get(next++)));
    }
    return all;
  }

  private static Hashed result(Future<Hashed> read) throws InterruptedException {
    try {
      return read.get();
    } catch (ExecutionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw new UncheckedIOException(
          "Prepared data cannot be read",
          cause instanceof IOException plain ? plain : new IOException(cause));
    }
  }

  private static Hashed hash(Found found) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, found.stamp().size()))];
    try (InputStream content = Files.newInputStream(found.file(), LinkOption.NOFOLLOW_LINKS)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return new Hashed(
        found,
        HexFormat.of().formatHex(digest.digest()),
        stamp(found.file()).equals(found.stamp()) ? Origin.READ : Origin.RESTLESS);
  }

  private static List<Found> files(String role, Path root) {
    List<Found> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (!attributes.isRegularFile()) {
                throw new IOException(file + " is not a plain file");
              }
              files.add(new Found(role, root.relativize(file).toString(), file, stamp(file)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Prepared " + role + " cannot be read", e);
    }
    return files;
  }

  private static Stamp stamp(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(
            file, "unix:size,lastModifiedTime,ctime,ino", LinkOption.NOFOLLOW_LINKS);
    return new Stamp(
        number(attributes, "size"),
        nanos(attributes, "lastModifiedTime"),
        nanos(attributes, "ctime"),
        number(attributes, "ino"));
  }

  private static long number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IOException("The file system gives no " + name);
  }

  private static long nanos(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof FileTime time) {
      return time.to(TimeUnit.NANOSECONDS);
    }
    throw new IOException("The file system gives no " + name);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
