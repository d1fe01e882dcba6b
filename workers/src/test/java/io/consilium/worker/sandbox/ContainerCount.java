package io.consilium.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** Counts the containers that an engine makes for a site from now on, also those that are gone. */
public final class ContainerCount implements AutoCloseable {
  private final Path seen;
  private final Process events;

  public ContainerCount(Path home) {
    this("unix:///var/run/docker.sock", home);
  }

  public ContainerCount(String engine, Path home) {
    // To the nanosecond: a container that was made in the same second is not to be counted.
    Instant now = Instant.now();
    try {
      seen = Files.createTempFile("consilium-events", ".log");
      events =
          new ProcessBuilder(
                  "docker",
                  "--host=" + engine,
                  "events",
                  "--since=%d.%09d".formatted(now.getEpochSecond(), now.getNano()),
                  "--filter=event=create",
                  "--filter=label=" + SiteContainers.HOME + "=" + home,
                  "--format={{.ID}}")
              .redirectErrorStream(true)
              .redirectOutput(seen.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long made() {
    try (Stream<String> lines = Files.lines(seen)) {
      return lines.distinct().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    events.destroy();
    try {
      Files.delete(seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
