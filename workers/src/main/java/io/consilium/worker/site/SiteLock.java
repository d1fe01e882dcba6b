package io.consilium.worker.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second worker of the same site from starting. The system frees it when a worker dies.
 *
 * @param channel the locked file, held open
 */
public record SiteLock(FileChannel channel) implements AutoCloseable {
  /**
   * Takes the lock.
   *
   * @throws IllegalStateException when another worker has it
   */
  public static SiteLock take(SiteHome home) {
    try {
      FileChannel channel =
          FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw taken(home);
      }
      return new SiteLock(channel);
    } catch (OverlappingFileLockException e) {
      throw taken(home);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + home.lockFile() + " cannot be locked", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException taken(SiteHome home) {
    return new IllegalStateException("A worker of the site in " + home.root() + " runs already");
  }
}
