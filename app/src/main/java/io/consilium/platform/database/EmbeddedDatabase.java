package io.consilium.platform.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of the platform's own. It listens on a free port of the loopback interface,
 * asks for a password that only the platform's user can read, and keeps its data when the platform
 * stops.
 *
 * <p>In its folder: {@code data}, {@code binaries} (unpacked once for each version), {@code
 * password} and {@code lock}.
 */
final class EmbeddedDatabase implements AutoCloseable {
  static final String USER = "postgres";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final EmbeddedPostgres server;
  private final String password;
  private final FileChannel lock;

  private EmbeddedDatabase(EmbeddedPostgres server, String password, FileChannel lock) {
    this.server = server;
    this.password = password;
    this.lock = lock;
  }

  /**
   * Starts the server on the folder, which is made when it does not exist.
   *
   * @throws IllegalStateException when another platform uses the folder
   */
  static EmbeddedDatabase start(Path folder) {
    try {
      createPrivateDirectory(folder);
      FileChannel lock = lock(folder);
      Path data = folder.resolve("data");
      stopLeftOver(data);
      Path unfinished = folder.resolve("unfinished");
      if (Files.exists(unfinished)) {
        FileSystemUtils.deleteRecursively(data);
      } else if (!Files.exists(data)) {
        // Until the first start succeeds, the folder may be one that no server can use.
        Files.createFile(unfinished);
      }
      Path passwordFile = folder.resolve("password");
      String password = passwordIn(passwordFile);
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
              .setDataDirectory(data.toFile())
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START_LIMIT)
              .setLocaleConfig("locale", "C")
              // These two replace the library's default, which lets every local user in.
              .setLocaleConfig("auth", "scram-sha-256")
              .setLocaleConfig("pwfile", passwordFile.toString())
              .setConnectConfig("password", password)
              // The library turns these off, as suits throw-away data only.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "")
              .start();
      Files.deleteIfExists(unfinished);
      LOG.info("PostgreSQL keeps its data in {} and listens on port {}", data, server.getPort());
      return new EmbeddedDatabase(server, password, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started in " + folder, e);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  String password() {
    return password;
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      lock.close();
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isTaken(channel)) {
      channel.close();
      throw new IllegalStateException(
          "Another platform is running on "
              + folder
              + ". Stop it, or give this one another folder by consilium.home.");
    }
    return channel;
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock mine = channel.tryLock();
      return mine == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  /**
   * A platform that was killed leaves its server running, and a new server would refuse the folder.
   * We hold the folder's lock, so nobody else is using it.
   */
  private static void stopLeftOver(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> leftOver =
        Files.readAllLines(pidFile).stream()
            .findFirst()
            .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
            .filter(process -> isServerOf(data, process));
    if (leftOver.isPresent()) {
      LOG.info("Stopping the PostgreSQL that an earlier platform left in {}", data);
      stop(leftOver.get());
    }
    Files.deleteIfExists(pidFile);
  }

  private static boolean isServerOf(Path data, ProcessHandle process) {
    return process
        .info()
        .arguments()
        .filter(arguments -> List.of(arguments).contains(data.toString()))
        .isPresent();
  }

  private static void stop(ProcessHandle server) {
    server.destroy();
    try {
      server.onExit().orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      server.destroyForcibly();
      server.onExit().join();
    }
  }

  private static String passwordIn(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(secret));
    }
    return Files.readString(file).strip();
  }

  private static void createPrivateDirectory(Path folder) throws IOException {
    Files.createDirectories(folder.toAbsolutePath().getParent());
    if (!Files.exists(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }
}
