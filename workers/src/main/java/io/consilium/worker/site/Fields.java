package io.consilium.worker.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consilium.contract.text.Pointers;
import io.consilium.contract.text.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a map field by field, and finds what should not be there. */
final class Fields {
  private final JsonNode map;
  private final String pointer;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  Fields(JsonNode map, String pointer, Problems problems) {
    this.pointer = pointer;
    this.problems = problems;
    if (map.isObject()) {
      this.map = map;
    } else {
      problems.add(pointer, "is not a map of fields");
      this.map = JsonNodeFactory.instance.objectNode();
    }
  }

  /** A nested map; an absent one reads as empty. */
  Fields child(String key) {
    JsonNode child = node(key).orElseGet(JsonNodeFactory.instance::objectNode);
    return new Fields(child, place(key), problems);
  }

  /** The maps of a list; an absent list is empty. */
  List<Fields> children(String key) {
    List<Fields> children = new ArrayList<>();
    elements(key).forEach((place, node) -> children.add(new Fields(node, place, problems)));
    return children;
  }

  /** The entries of a list by their place; an absent list is empty. */
  Map<String, JsonNode> elements(String key) {
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    Optional<JsonNode> list = node(key);
    if (list.isPresent() && !list.get().isArray()) {
      problems.add(place(key), "must be a list");
    } else if (list.isPresent()) {
      for (int i = 0; i < list.get().size(); i++) {
        elements.put(place(key) + "/" + i, list.get().get(i));
      }
    }
    return elements;
  }

  void problem(String key, String words) {
    problems.add(place(key), words);
  }

  void problemAt(String place, String words) {
    problems.add(place, words);
  }

  String text(String key, String fallback) {
    return parsed(key, fallback, "a text", Optional::of);
  }

  String requiredText(String key) {
    if (node(key).isEmpty()) {
      problems.add(place(key), "is missing");
      return "";
    }
    return text(key, "");
  }

  int integer(String key, int fallback, int least, int most) {
    return (int) whole(key, fallback, least, most);
  }

  long whole(String key, long fallback, long least, long most) {
    Optional<JsonNode> value = node(key);
    if (value.isEmpty()) {
      return fallback;
    }
    JsonNode number = value.get();
    if (!number.isIntegralNumber() || number.longValue() < least || number.longValue() > most) {
      problems.add(
          place(key),
          "must be a whole number from %d to %d, not %s".formatted(least, most, number));
      return fallback;
    }
    return number.longValue();
  }

  double number(String key, double fallback, double least, double most) {
    Optional<JsonNode> value = node(key);
    if (value.isEmpty()) {
      return fallback;
    }
    double number = value.get().isNumber() ? value.get().doubleValue() : Double.NaN;
    if (!(number >= least && number <= most)) {
      problems.add(
          place(key), "must be a number from %s to %s, not %s".formatted(least, most, value.get()));
      return fallback;
    }
    return number;
  }

  /** A text of a form; {@code form} says which, as in "must be …". */
  <T> T parsed(String key, T fallback, String form, Function<String, Optional<T>> parser) {
    Optional<JsonNode> value = node(key);
    if (value.isEmpty()) {
      return fallback;
    }
    Optional<T> parsed =
        value.get().isTextual() ? parser.apply(value.get().textValue()) : Optional.empty();
    if (parsed.isEmpty()) {
      problems.add(place(key), "must be " + form + ", not " + value.get());
    }
    return parsed.orElse(fallback);
  }

  Optional<JsonNode> node(String key) {
    known.add(key);
    return Optional.ofNullable(map.get(key)).filter(value -> !value.isNull());
  }

  String place(String key) {
    return Pointers.child(pointer, key);
  }

  /** Reports a field that is not what it should be. */
  void refuse(String key, String words) {
    problems.add(place(key), words);
  }

  /** Reports every field that was not asked for. */
  void refuseOthers() {
    map.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add(
                    place(name), "is not a field here; there are " + String.join(", ", known));
              }
            });
  }
}
