package io.consilium.worker.console.browser;

import io.consilium.contract.Ids;
import io.consilium.worker.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What containers printed. A log is found by walking the folder, never by making a path from what a
 * browser sent.
 */
@Component
class Logs {
  private static final int TAIL_BYTES = 64 * 1024;
  private static final int MOST_LISTED = 500;

  /** One container's log. */
  record Log(String subject, String role, long size, Instant changed, Path file) {}

  private final Path folder;
  private final String facilityId;

  Logs(Site site) {
    folder = site.home().logs();
    facilityId = site.settings().facilityId();
  }

  /** The newest logs first. */
  List<Log> newest() {
    return all().stream()
        .sorted(Comparator.comparing(Log::changed).reversed())
        .limit(MOST_LISTED)
        .toList();
  }

  /** Whether anything was printed about a dataset, execution or test. */
  boolean has(String subject) {
    return all().stream().anyMatch(log -> log.subject().equals(subject));
  }

  List<Log> of(String subject) {
    return all().stream().filter(log -> log.subject().equals(subject)).toList();
  }

  /** Logs about a dataset of this site, by its short name. */
  List<Log> ofDataset(String name) {
    return of(Ids.dataset(facilityId, name));
  }

  Optional<Log> find(String subject, String role) {
    return of(subject).stream().filter(log -> log.role().equals(role)).findFirst();
  }

  /** The end of a log, whatever bytes there are. */
  String tail(Log log) {
    try (SeekableByteChannel in =
        Files.newByteChannel(
            log.file(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      in.position(Math.max(0, in.size() - TAIL_BYTES));
      byte[] bytes = Channels.newInputStream(in).readNBytes(TAIL_BYTES);
      return visible(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The log " + log.file() + " cannot be read", e);
    }
  }

  boolean isShownInFull(Log log) {
    return log.size() <= TAIL_BYTES;
  }

  /** Without what would only confuse a reader: control characters and changes of direction. */
  private static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              boolean hidden =
                  (Character.isISOControl(point) && point != '\n' && point != '\t')
                      || Character.getType(point) == Character.FORMAT;
              shown.appendCodePoint(hidden ? '\uFFFD' : point);
            });
    return shown.toString();
  }

  private List<Log> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> file.getNameCount() == folder.getNameCount() + 2)
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be read", e);
    }
  }

  private static Optional<Log> read(Path file) {
    try {
      return Optional.of(
          new Log(
              String.valueOf(file.getName(file.getNameCount() - 2)),
              String.valueOf(file.getFileName()).replaceFirst("[.]log$", ""),
              Files.size(file),
              Files.getLastModifiedTime(file).toInstant(),
              file));
    } catch (NoSuchFileException e) {
      // A container begins anew, or somebody tidies up.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("The log " + file + " cannot be read", e);
    }
  }
}
