package io.consilium.worker.step;

import io.consilium.worker.sandbox.RunAs;
import io.consilium.worker.site.SitePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Gives people's work to the containers' user. */
final class HandOver {
  private HandOver() {}

  /**
   * Gives a folder with everything in it to the containers' user, when this process may: following
   * no link. Nothing when there is none.
   */
  static void folder(Path folder, SitePolicy.RunAs user) {
    if (RunAs.thisProcess().isPresent() || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : (Iterable<Path>) all.filter(path -> !path.equals(folder))::iterator) {
        Files.setAttribute(each, "unix:uid", user.user(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(each, "unix:gid", user.group(), LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UncheckedIOException(
          "The folder " + folder + " cannot be given to the containers' user", asIo(e));
    }
  }

  private static IOException asIo(Exception e) {
    return e instanceof IOException direct ? direct : new IOException(e);
  }
}
