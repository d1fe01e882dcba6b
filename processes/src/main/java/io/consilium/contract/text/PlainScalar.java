package io.consilium.contract.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The meaning of a scalar without quotes: that of YAML 1.2's core schema, except that what YAML 1.1
 * (which most Python programs read) understands differently is refused.
 */
sealed interface PlainScalar {
  record Read(JsonNode value) implements PlainScalar {}

  record Refused(String why) implements PlainScalar {}

  /** Longer scalars are texts; it keeps the patterns and number parsing from long digits. */
  int LONGEST_NUMBER = 64;

  JsonNodeFactory NODES = JsonNodeFactory.instance;
  Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  Set<String> TRUE = Set.of("true", "True", "TRUE");
  Set<String> FALSE = Set.of("false", "False", "FALSE");
  Set<String> SOMETIMES_BOOLEAN =
      Set.of("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF");
  Pattern INTEGER = Pattern.compile("[-+]?(?:0|[1-9][0-9]*)");
  Pattern DECIMAL =
      Pattern.compile("[-+]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+|[1-9][0-9]*|0)(?:[eE][-+]?[0-9]+)?");
  Pattern INFINITY = Pattern.compile("([-+]?)\\.(?:inf|Inf|INF)");
  Pattern NOT_A_NUMBER = Pattern.compile("\\.(?:nan|NaN|NAN)");
  Pattern SOMETIMES_NUMBER =
      Pattern.compile(
          "[-+]?0[0-9_]+" // octal in YAML 1.1
              + "|[-+]?0[xob][0-9a-fA-F_]+"
              + "|[-+]?[0-9][0-9_]*_[0-9_]*(?:\\.[0-9_]*)?"
              + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?"); // base 60 in YAML 1.1
  Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?");

  static PlainScalar of(String text) {
    if (NULL.contains(text)) {
      return new Read(NODES.nullNode());
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new Read(NODES.booleanNode(TRUE.contains(text)));
    }
    if (text.length() > LONGEST_NUMBER) {
      return new Read(NODES.textNode(text));
    }
    if (INTEGER.matcher(text).matches()) {
      return integer(text);
    }
    if (DECIMAL.matcher(text).matches()) {
      return decimal(text);
    }
    if (NOT_A_NUMBER.matcher(text).matches()) {
      return new Read(NODES.numberNode(Double.NaN));
    }
    if (INFINITY.matcher(text).matches()) {
      return new Read(
          NODES.numberNode(
              text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY));
    }
    return ambiguousOrText(text);
  }

  private static PlainScalar integer(String text) {
    BigInteger value = new BigInteger(text);
    if (value.abs().compareTo(BigInteger.valueOf(StrictYaml.LARGEST_INTEGER)) > 0) {
      return new Refused(
          "%s is too large: integers reach from -%2$,d to %2$,d"
              .formatted(text, StrictYaml.LARGEST_INTEGER));
    }
    return new Read(NODES.numberNode(value.longValueExact()));
  }

  private static PlainScalar decimal(String text) {
    double value = Double.parseDouble(text);
    return Double.isInfinite(value)
        ? new Refused(text + " is too large for a number")
        : new Read(NODES.numberNode(value));
  }

  private static PlainScalar ambiguousOrText(String text) {
    if (SOMETIMES_BOOLEAN.contains(text)) {
      return new Refused(
          "%1$s is a boolean to some programs and a text to others: write \"%1$s\" in quotes, or true or false"
              .formatted(text));
    }
    if (SOMETIMES_NUMBER.matcher(text).matches()) {
      return new Refused(
          "%1$s is a number to some programs and a text to others: write \"%1$s\" in quotes, or a plain decimal number"
              .formatted(text));
    }
    if (DATE.matcher(text).matches()) {
      return new Refused(
          "%1$s is a date to some programs and a text to others: write \"%1$s\" in quotes"
              .formatted(text));
    }
    return new Read(NODES.textNode(text));
  }
}
