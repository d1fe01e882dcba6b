package io.consilium.contract.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A YAML document as a tree of maps, lists and scalars, with the line of each node.
 *
 * @param name what the document is called in messages
 * @param tree the content; integers are long, other numbers double
 * @param lines the line (from 1) of each node by its JSON pointer
 */
public record YamlDocument(String name, JsonNode tree, Map<String, Integer> lines) {
  public YamlDocument {
    lines = Map.copyOf(lines);
  }

  /**
   * Ends the reading when something is wrong; the problems are sorted by line, which they name.
   *
   * @throws InvalidDocumentException when there is at least one problem
   */
  public void throwIfAny(Problems problems) {
    if (!problems.isEmpty()) {
      List<Problem> located =
          problems.list().stream()
              .sorted(Comparator.comparingInt(problem -> line(problem.pointer())))
              .map(this::located)
              .toList();
      throw new InvalidDocumentException(name, located);
    }
  }

  private Problem located(Problem problem) {
    return new Problem(
        problem.pointer(), problem.message() + " (line " + line(problem.pointer()) + ")");
  }

  /** The line of a place, or of the nearest place around it that is in the document. */
  private int line(String pointer) {
    String place = pointer;
    while (!place.isEmpty() && !lines.containsKey(place)) {
      place = place.substring(0, place.lastIndexOf('/'));
    }
    return lines.getOrDefault(place, 1);
  }
}
