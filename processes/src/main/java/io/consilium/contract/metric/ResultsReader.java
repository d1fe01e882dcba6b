package io.consilium.contract.metric;

import static io.consilium.contract.text.Pointers.descendant;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.contract.text.Pointers;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.YamlDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/**
 * Reads what a container reports, by the schema and nothing else: numbers at declared places.
 *
 * <p>Everything that is not declared is refused, so that a container cannot write a message into
 * its result. Problems name places and contents of the result: they are for the facility only.
 */
public final class ResultsReader {
  /** Largest size of a result in bytes; a caller need not read further. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final StrictYaml.Limits LIMITS =
      new StrictYaml.Limits(MAX_BYTES, 16, 20_000, StrictYaml.NonFinite.KEPT);

  private final MetricSchema schema;
  private final YamlDocument document;
  private final Problems problems = new Problems();
  private final Set<List<String>> leaves = new HashSet<>();
  private final Set<List<String>> maps = new HashSet<>();
  private final Map<List<String>, JsonNode> found = new HashMap<>();

  private ResultsReader(MetricSchema schema, YamlDocument document) {
    this.schema = schema;
    this.document = document;
    for (ResultLeaf leaf : ResultLeaf.of(schema)) {
      leaves.add(leaf.keys());
      for (int length = 0; length < leaf.keys().size(); length++) {
        maps.add(leaf.keys().subList(0, length));
      }
    }
  }

  /**
   * Reads a result.
   *
   * @param name what it is called in messages, for example {@code results.yaml}
   * @param yaml the bytes that the container wrote
   * @param schema what may be in it
   * @throws InvalidDocumentException naming everything that is wrong
   */
  public static ReportedMetrics read(String name, byte[] yaml, MetricSchema schema) {
    return new ResultsReader(schema, StrictYaml.read(name, yaml, LIMITS)).read();
  }

  private ReportedMetrics read() {
    walk(document.tree(), List.of());
    document.throwIfAny(problems);
    ReportedMetrics reported = new ResultRules(schema, found, problems).check();
    document.throwIfAny(problems);
    return reported;
  }

  private void walk(JsonNode node, List<String> keys) {
    String place = descendant("", keys);
    if (leaves.contains(keys)) {
      if (node.isNumber()) {
        found.put(keys, node);
      } else {
        problems.add(place, "must be a number, not " + describe(node));
      }
    } else if (!maps.contains(keys)) {
      problems.add(place, "is not declared in the metric schema: remove it, or declare it");
    } else if (!node.isObject()) {
      problems.add(place, "must be a map, not " + describe(node));
    } else {
      for (Entry<String, JsonNode> entry : node.properties()) {
        List<String> below = new ArrayList<>(keys);
        below.add(entry.getKey());
        walk(entry.getValue(), below);
      }
    }
  }

  private static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "the text " + Pointers.quote(node.textValue()) + hint(node.textValue());
      case BOOLEAN -> "a boolean";
      case NULL -> "nothing (what is not defined is .nan or left out, as the schema declares)";
      case ARRAY -> "a list";
      case OBJECT -> "a map";
      default -> "a number";
    };
  }

  private static String hint(String text) {
    return text.equalsIgnoreCase("nan") ? " (YAML writes not-a-number as .nan)" : "";
  }
}
