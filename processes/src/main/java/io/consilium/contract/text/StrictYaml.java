package io.consilium.contract.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * The part of YAML that means the same to every reader: maps, lists and scalars in one document.
 *
 * <p>Refused are anchors and aliases, tags, directives, merge keys, duplicate keys, keys that are
 * not scalars, further documents, control characters, integers that a double cannot hold, and plain
 * scalars that YAML 1.1 and 1.2 read differently (such as {@code no} or {@code 010}). The document
 * is read event by event, so that a limit ends the reading before memory is spent.
 */
public final class StrictYaml {
  /** The largest integer that a double, and therefore canonical JSON, holds exactly. */
  static final long LARGEST_INTEGER = (1L << 53) - 1;

  /** Whether {@code .nan} and {@code .inf} are numbers of the document. */
  public enum NonFinite {
    REFUSED,
    KEPT
  }

  /**
   * How large a document may be.
   *
   * @param bytes largest size in bytes
   * @param depth deepest nesting of maps and lists
   * @param nodes most maps, lists, keys and values
   * @param nonFinite what to do with not-a-number and infinity
   */
  public record Limits(int bytes, int depth, int nodes, NonFinite nonFinite) {
    /** Limits of what people write: 256 KiB, 32 levels, 20,000 nodes, finite numbers. */
    public static final Limits DOCUMENT = new Limits(256 * 1024, 32, 20_000, NonFinite.REFUSED);
  }

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String name;
  private final Limits limits;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Iterator<Event> events;
  private int nodes;

  private StrictYaml(String name, String text, Limits limits) {
    this.name = name;
    this.limits = limits;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(limits.bytes() + 1);
    this.events = new Yaml(options).parse(new StringReader(text)).iterator();
  }

  /**
   * Reads one document.
   *
   * @param name what the document is called in messages
   * @throws InvalidDocumentException when it is not strict YAML or is beyond the limits
   */
  public static YamlDocument read(String name, byte[] yaml, Limits limits) {
    if (yaml.length > limits.bytes()) {
      throw refusal(
          name,
          "",
          "is too large: %,d bytes, the limit is %,d".formatted(yaml.length, limits.bytes()));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      return new StrictYaml(name, text, limits).document();
    } catch (CharacterCodingException e) {
      throw refusal(name, "", "is not UTF-8 text");
    } catch (MarkedYAMLException e) {
      Optional<Mark> mark = Optional.ofNullable(e.getProblemMark());
      String line = mark.map(at -> " (line " + (at.getLine() + 1) + ")").orElse("");
      throw refusal(name, "", "is not YAML: " + e.getProblem() + line);
    } catch (YAMLException e) {
      throw refusal(name, "", "is not YAML: it holds a character that YAML does not allow");
    }
  }

  /** Reads one document from text, as {@link #read(String, byte[], Limits)} does. */
  public static YamlDocument read(String name, String yaml, Limits limits) {
    return read(name, yaml.getBytes(StandardCharsets.UTF_8), limits);
  }

  private YamlDocument document() {
    expect(Event.ID.StreamStart);
    Event start = events.next();
    if (!start.is(Event.ID.DocumentStart)) {
      throw refusal("", "is empty", start);
    }
    DocumentStartEvent document = (DocumentStartEvent) start;
    if (document.getVersion() != null
        || (document.getTags() != null && !document.getTags().isEmpty())) {
      throw refusal("", "holds a directive (%): remove it", start);
    }
    JsonNode tree = node(events.next(), "", 1);
    expect(Event.ID.DocumentEnd);
    Event end = events.next();
    if (!end.is(Event.ID.StreamEnd)) {
      throw refusal("", "holds more than one document: only one is allowed", end);
    }
    return new YamlDocument(name, tree, lines);
  }

  private JsonNode node(Event event, String pointer, int depth) {
    count(event, pointer);
    lines.put(pointer, line(event));
    if (event instanceof AliasEvent) {
      throw refusal(pointer, "aliases (*) are not allowed: write the value out", event);
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw refusal(pointer, "anchors (&) are not allowed: remove it", event);
    }
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar, pointer);
    }
    if (depth > limits.depth()) {
      throw refusal(pointer, "is nested too deeply: the limit is " + limits.depth(), event);
    }
    if (event instanceof MappingStartEvent map) {
      refuseTag(map.getTag(), event, pointer);
      return map(pointer, depth);
    }
    SequenceStartEvent sequence = (SequenceStartEvent) event;
    refuseTag(sequence.getTag(), event, pointer);
    return list(pointer, depth);
  }

  private ObjectNode map(String pointer, int depth) {
    ObjectNode map = NODES.objectNode();
    for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
      String key = key(event, pointer);
      String place = Pointers.child(pointer, key);
      if (map.has(key)) {
        throw refusal(place, "is given twice: keep one of them", event);
      }
      map.set(key, node(events.next(), place, depth + 1));
      lines.put(place, line(event));
    }
    return map;
  }

  private ArrayNode list(String pointer, int depth) {
    ArrayNode list = NODES.arrayNode();
    for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
      list.add(node(event, Pointers.child(pointer, list.size()), depth + 1));
    }
    return list;
  }

  private String key(Event event, String pointer) {
    count(event, pointer);
    if (!(event instanceof ScalarEvent scalar)) {
      String what = event instanceof AliasEvent ? "an alias" : "a map or list";
      throw refusal(pointer, "uses " + what + " as a key: keys are plain texts", event);
    }
    if (scalar.getAnchor() != null) {
      throw refusal(pointer, "anchors (&) are not allowed: remove it", event);
    }
    refuseTag(scalar.getTag(), event, pointer);
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      throw refusal(pointer, "merge keys (<<) are not allowed: write the values out", event);
    }
    if (scalar.getValue().isEmpty()) {
      throw refusal(pointer, "has an empty key: give it a name", event);
    }
    refuseUnprintable(scalar, pointer);
    return scalar.getValue();
  }

  private JsonNode scalar(ScalarEvent scalar, String pointer) {
    refuseTag(scalar.getTag(), scalar, pointer);
    refuseUnprintable(scalar, pointer);
    if (!scalar.isPlain()) {
      return NODES.textNode(scalar.getValue());
    }
    PlainScalar plain = PlainScalar.of(scalar.getValue());
    if (plain instanceof PlainScalar.Refused refused) {
      throw refusal(pointer, refused.why(), scalar);
    }
    JsonNode value = ((PlainScalar.Read) plain).value();
    if (limits.nonFinite() == NonFinite.REFUSED
        && value.isDouble()
        && !Double.isFinite(value.doubleValue())) {
      throw refusal(pointer, "must be a finite number", scalar);
    }
    return value;
  }

  private void refuseTag(String tag, Event event, String pointer) {
    if (tag != null) {
      throw refusal(pointer, "tags (!) are not allowed: remove " + Pointers.quote(tag), event);
    }
  }

  private void refuseUnprintable(ScalarEvent scalar, String pointer) {
    boolean unprintable =
        scalar
            .getValue()
            .codePoints()
            .anyMatch(
                point ->
                    (Character.isISOControl(point) && point != '\n' && point != '\t')
                        || Character.getType(point) == Character.SURROGATE);
    if (unprintable) {
      throw refusal(
          pointer,
          "holds a control character: " + Pointers.quote(scalar.getValue()) + "; remove it",
          scalar);
    }
  }

  private void count(Event event, String pointer) {
    nodes++;
    if (nodes > limits.nodes()) {
      throw refusal(
          pointer, "has too many entries: the limit is %,d".formatted(limits.nodes()), event);
    }
  }

  private void expect(Event.ID id) {
    Event event = events.next();
    if (!event.is(id)) {
      throw refusal("", "is not YAML: " + id + " expected", event);
    }
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }

  private InvalidDocumentException refusal(String pointer, String message, Event event) {
    return refusal(name, pointer, message + " (line " + line(event) + ")");
  }

  private static InvalidDocumentException refusal(String name, String pointer, String message) {
    return new InvalidDocumentException(name, List.of(new Problem(pointer, message)));
  }
}
