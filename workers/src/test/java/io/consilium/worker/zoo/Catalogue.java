package io.consilium.worker.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The attacks by their ids, read from the tables of {@code src/test/attacks/README.md}. */
public final class Catalogue {
  static final Path FILE = Path.of("src/test/attacks/README.md");

  private static final Pattern ROW =
      Pattern.compile("\\| ([0-9]+) \\| `([a-z0-9_/]+)` \\| (.+) \\| `([A-Za-z]+)` \\|");

  private final Map<String, Entry> entries = new TreeMap<>();

  /**
   * One attack.
   *
   * @param measure number of the measure that it attacks
   * @param id folder or kind, and name
   * @param what it tries, for a reader
   * @param test simple name of the class that runs it
   */
  record Entry(int measure, String id, String what, String test) {}

  private Catalogue(List<String> lines) {
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Entry entry =
            new Entry(Integer.parseInt(row.group(1)), row.group(2), row.group(3), row.group(4));
        if (entries.put(entry.id(), entry) != null) {
          throw new IllegalStateException(FILE + " lists " + entry.id() + " twice");
        }
      }
    }
  }

  /** Reads the file anew. */
  public static Catalogue read() {
    try {
      return new Catalogue(Files.readAllLines(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Entry> entries() {
    return new ArrayList<>(entries.values());
  }

  /** The names of a kind's attacks: {@code deed} of each {@code kind/deed}. */
  public List<String> names(String kind) {
    return entries.keySet().stream()
        .filter(id -> id.startsWith(kind + "/"))
        .map(id -> id.substring(kind.length() + 1))
        .toList();
  }

  /**
   * The attack of that id.
   *
   * @throws IllegalStateException when it is not listed
   */
  Entry require(String id) {
    return Optional.ofNullable(entries.get(id))
        .orElseThrow(() -> new IllegalStateException(id + " is not listed in " + FILE));
  }
}
