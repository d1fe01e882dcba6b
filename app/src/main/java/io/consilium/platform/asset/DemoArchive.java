package io.consilium.platform.asset;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.contract.text.Pointers;
import io.consilium.contract.text.Problem;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.YamlDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Looks through a demo dataset: a gzipped tar archive with {@code paths.yaml} at its root that
 * names the folders of data and labels. Nothing is unpacked.
 */
final class DemoArchive {
  static final String NAME = "the demo dataset";
  private static final long LARGEST_CONTENT = 512L * 1024 * 1024;
  private static final int MOST_ENTRIES = 20_000;
  private static final int LONGEST_NAME = 255;
  private static final String PATHS = "paths.yaml";

  /** Kinds of entries: a file, in its new and old form, and a folder; not pipes and devices. */
  private static final Set<Byte> PLAIN =
      Set.of(TarArchiveEntry.LF_NORMAL, TarArchiveEntry.LF_OLDNORM, TarArchiveEntry.LF_DIR);

  private static final Set<String> REQUIRED = Set.of("data_path", "labels_path");
  private static final Set<String> KEYS = Set.of("data_path", "labels_path", "metadata_path");

  private final Problems problems = new Problems();
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();
  private Optional<byte[]> paths = Optional.empty();

  private DemoArchive() {}

  /**
   * Checks an archive.
   *
   * @throws InvalidDocumentException when it cannot be used, naming each offending entry
   */
  static void check(byte[] gzip) {
    DemoArchive archive = new DemoArchive();
    archive.read(gzip);
    archive.problems.throwIfAny(NAME);
    archive.checkPaths();
  }

  private void read(byte[] gzip) {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new Bounded(new GZIPInputStream(new ByteArrayInputStream(gzip))),
            StandardCharsets.UTF_8.name())) {
      int entries = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries++;
        if (entries > MOST_ENTRIES) {
          throw refusal("holds more than %,d entries".formatted(MOST_ENTRIES));
        }
        look(entry, tar);
      }
    } catch (TooMuch e) {
      throw refusal("unpacks to more than %,d bytes".formatted(LARGEST_CONTENT));
    } catch (IOException | IllegalArgumentException e) {
      throw refusal("is not a gzipped tar archive: " + e.getMessage());
    }
  }

  private void look(TarArchiveEntry entry, InputStream content) throws IOException {
    String quoted = "entry " + Pointers.quote(entry.getName());
    if (entry.isSymbolicLink() || entry.isLink()) {
      problems.add("", quoted + ": links are not allowed; pack the file itself");
      return;
    }
    if (!PLAIN.contains(entry.getLinkFlag())) {
      problems.add("", quoted + ": only files and folders are allowed");
      return;
    }
    Optional<List<String>> steps = steps(entry.getName());
    if (steps.isEmpty() || entry.getName().length() > LONGEST_NAME) {
      problems.add(
          "",
          quoted
              + ": leads out of the archive or is not a plain relative path; use names below the root");
      return;
    }
    String path = String.join("/", steps.get());
    if (entry.isDirectory()) {
      addFolders(steps.get());
    } else if (!files.add(path)) {
      problems.add("", quoted + ": is given twice");
    } else {
      addFolders(steps.get().subList(0, Math.max(0, steps.get().size() - 1)));
      if (path.equals(PATHS)) {
        paths = Optional.of(content.readNBytes(StrictYaml.Limits.DOCUMENT.bytes() + 1));
      }
    }
  }

  private void addFolders(List<String> steps) {
    for (int depth = 1; depth <= steps.size(); depth++) {
      folders.add(String.join("/", steps.subList(0, depth)));
    }
  }

  private void checkPaths() {
    YamlDocument document =
        StrictYaml.read(
            PATHS,
            paths.orElseThrow(
                () ->
                    refusal(
                        "has no paths.yaml at its root: add one with data_path and labels_path")),
            StrictYaml.Limits.DOCUMENT);
    Problems found = new Problems();
    JsonNode tree = document.tree();
    REQUIRED.stream()
        .sorted()
        .filter(key -> !tree.has(key))
        .forEach(key -> found.add("", "lacks " + key));
    for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
      checkPath(names.next(), tree, found);
    }
    document.throwIfAny(found);
  }

  private void checkPath(String key, JsonNode tree, Problems found) {
    String pointer = Pointers.child("", key);
    if (!KEYS.contains(key)) {
      found.add(
          pointer, "is unknown; allowed are " + String.join(", ", KEYS.stream().sorted().toList()));
      return;
    }
    String value = tree.get(key).asText();
    Optional<List<String>> steps = steps(value);
    if (!tree.get(key).isTextual() || steps.isEmpty()) {
      found.add(pointer, "is not a relative path inside the archive: " + Pointers.quote(value));
    } else if (!folders.contains(String.join("/", steps.get()))) {
      found.add(pointer, "names a folder that the archive does not hold: " + Pointers.quote(value));
    }
  }

  /** The names along a path below the root; nothing when it is absolute or climbs. */
  private static Optional<List<String>> steps(String path) {
    if (path.startsWith("/") || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    List<String> steps = new ArrayList<>();
    for (String step : path.split("/", -1)) {
      if (step.equals("..")) {
        return Optional.empty();
      }
      if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return Optional.of(steps);
  }

  private static InvalidDocumentException refusal(String message) {
    return new InvalidDocumentException(NAME, List.of(new Problem("", message)));
  }

  /** Thrown while reading an archive that unpacks to more than is allowed. */
  private static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Ends the reading before a small archive has become a large one. */
  private static final class Bounded extends InputStream {
    private final InputStream source;
    private long left = LARGEST_CONTENT;

    Bounded(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      int value = source.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = source.read(buffer, offset, length);
      count(Math.max(0, count));
      return count;
    }

    @Override
    public void close() throws IOException {
      source.close();
    }

    private void count(int bytes) throws TooMuch {
      left -= bytes;
      if (left < 0) {
        throw new TooMuch();
      }
    }
  }
}
