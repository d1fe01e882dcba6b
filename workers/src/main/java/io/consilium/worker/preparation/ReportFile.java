package io.consilium.worker.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.contract.text.StrictYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report that a preparator keeps about its cases: a table in YAML with a column {@code status}.
 * A container wrote it, so that nothing in it is trusted.
 */
public final class ReportFile {
  private static final String STATUS = "status";
  private static final StrictYaml.Limits LIMITS =
      new StrictYaml.Limits(4 << 20, 6, 400_000, StrictYaml.NonFinite.KEPT);
  private static final int MOST_STAGES = 40;
  private static final int LONGEST_STAGE = 60;
  private static final String OTHER = "(others)";

  private ReportFile() {}

  /** Whether the preparator has written anything into its report. */
  public static boolean exists(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads a report.
   *
   * @param stages the revision's stages, in their order
   * @return nothing when there is none
   */
  public static Optional<Progress> read(Path file, List<String> stages) {
    if (!exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(progress(StrictYaml.read("report", bytes(file), LIMITS).tree(), stages));
    } catch (InvalidDocumentException e) {
      return Optional.of(Progress.unreadable(e.getMessage()));
    } catch (IOException e) {
      return Optional.of(Progress.unreadable("the report cannot be read: " + file));
    }
  }

  /** At most one byte more than allowed: enough to see that it is too large. */
  private static byte[] bytes(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return content.readNBytes(LIMITS.bytes() + 1);
    }
  }

  private static Progress progress(JsonNode tree, List<String> stages) {
    List<JsonNode> statuses = statuses(tree);
    if (statuses.isEmpty()) {
      return Progress.unreadable(
          "the report has no column status: it is a table of cases, such as {status: {case1: done}}");
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    stages.forEach(stage -> counts.put(stage, 0));
    for (JsonNode status : statuses) {
      if (!status.isValueNode()) {
        return Progress.unreadable("the report's column status holds a map or a list");
      }
      counts.merge(printable(status.asText()), 1, Integer::sum);
    }
    return new Progress(statuses.size(), shown(counts, stages), Optional.empty());
  }

  /** A map of columns, each a map or a list of cases; or a list of cases, each a map of columns. */
  private static List<JsonNode> statuses(JsonNode tree) {
    List<JsonNode> statuses = new ArrayList<>();
    if (tree.isArray()) {
      tree.forEach(
          row -> Optional.ofNullable(row.get(STATUS)).ifPresent(status -> statuses.add(status)));
    } else {
      tree.path(STATUS).forEach(statuses::add);
    }
    return statuses;
  }

  private static List<Progress.Stage> shown(Map<String, Integer> counts, List<String> stages) {
    List<Progress.Stage> shown = new ArrayList<>();
    stages.forEach(stage -> shown.add(new Progress.Stage(stage, counts.getOrDefault(stage, 0))));
    List<Progress.Stage> others =
        counts.entrySet().stream()
            .filter(entry -> !stages.contains(entry.getKey()))
            .map(entry -> new Progress.Stage(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingInt(Progress.Stage::cases).reversed())
            .toList();
    int room = Math.min(others.size(), MOST_STAGES);
    shown.addAll(others.subList(0, room));
    int rest = others.subList(room, others.size()).stream().mapToInt(Progress.Stage::cases).sum();
    if (rest > 0) {
      shown.add(new Progress.Stage(OTHER, rest));
    }
    return shown;
  }

  private static String printable(String status) {
    String clean = status.replaceAll("[^\\x20-\\x7e]", "?").strip();
    String word = clean.isEmpty() ? "(nothing)" : clean;
    return word.length() > LONGEST_STAGE ? word.substring(0, LONGEST_STAGE) + "..." : word;
  }
}
