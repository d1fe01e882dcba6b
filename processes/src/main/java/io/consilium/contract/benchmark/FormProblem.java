package io.consilium.contract.benchmark;

import static io.consilium.contract.text.Pointers.child;
import static io.consilium.contract.text.Pointers.quote;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import io.consilium.contract.text.Problem;
import java.util.ArrayList;
import java.util.List;

/** Turns a schema validator's finding into a sentence for the author of the document. */
final class FormProblem {
  private final ValidationMessage finding;
  private final JsonNode rule;

  /**
   * A sentence to be made.
   *
   * @param rule the part of the schema that was not met, with its description
   */
  FormProblem(ValidationMessage finding, JsonNode rule) {
    this.finding = finding;
    this.rule = rule;
  }

  Problem problem() {
    String place = finding.getInstanceLocation().toString();
    return switch (finding.getType()) {
      case "required" -> new Problem(child(place, finding.getProperty()), "is missing" + meaning());
      case "additionalProperties" ->
          new Problem(
              child(place, finding.getProperty()),
              "is not a known field; allowed here are " + names(rule.path("properties")));
      default -> new Problem(place, message());
    };
  }

  private String message() {
    String given = show(finding.getInstanceNode());
    JsonNode wanted = rule.path(finding.getType());
    return switch (finding.getType()) {
      case "enum" -> given + " is not one of " + texts(wanted);
      case "const" -> "must be " + show(wanted) + ", not " + given;
      case "type" -> "must be " + type(wanted) + ", not " + given;
      case "pattern" -> given + " is not " + rule.path("description").asText();
      case "minimum" -> "must be at least " + wanted.asText() + ", not " + given;
      case "maximum" -> "must be at most " + wanted.asText() + ", not " + given;
      case "exclusiveMinimum" -> "must be above " + wanted.asText() + ", not " + given;
      case "exclusiveMaximum" -> "must be below " + wanted.asText() + ", not " + given;
      case "minItems" -> "has too few entries: at least " + wanted.asText();
      case "maxItems" -> "has too many entries: at most " + wanted.asText();
      case "maxLength" -> "is too long: at most " + wanted.asText() + " characters";
      case "uniqueItems" -> "names something twice: keep one";
      default -> finding.getError();
    };
  }

  /** What the missing field is for: the first sentence of its description in the schema. */
  private String meaning() {
    String description =
        rule.path("properties").path(finding.getProperty()).path("description").asText();
    if (description.isEmpty()) {
      return "";
    }
    String sentence = description.split("\\.(?: |$)", 2)[0];
    return ": " + Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String names(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return String.join(", ", names);
  }

  private static String texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return String.join(", ", texts);
  }

  private static String type(JsonNode type) {
    return switch (type.asText()) {
      case "object" -> "a map";
      case "array" -> "a list";
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      default -> type.toString();
    };
  }

  private static String show(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "a map";
      case ARRAY -> "a list";
      case NULL -> "nothing";
      case STRING -> quote(node.textValue());
      default -> node.asText();
    };
  }
}
