package io.consilium.contract.text;

import java.util.regex.Pattern;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer the place as a JSON pointer (RFC 6901), for example {@code
 *     /metric_schema/metrics/3/kind}; empty for the document as a whole
 * @param message what is wrong there and what to do about it; one that begins with "is" continues
 *     the sentence that the place begins
 */
public record Problem(String pointer, String message) {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,79}");

  /** The place as people write it, for example {@code metric_schema.metrics[3].kind}. */
  public String place() {
    StringBuilder place = new StringBuilder();
    for (String key : Pointers.keys(pointer)) {
      if (INDEX.matcher(key).matches()) {
        place.append('[').append(key).append(']');
      } else if (PLAIN_KEY.matcher(key).matches()) {
        place.append(place.isEmpty() ? "" : ".").append(key);
      } else {
        place.append('[').append(Pointers.quote(key)).append(']');
      }
    }
    return place.toString();
  }

  /** Place and message as one line. */
  @Override
  public String toString() {
    boolean continues = message.startsWith("is ");
    if (pointer.isEmpty()) {
      return continues ? "the document " + message : message;
    }
    return place() + (continues ? " " : ": ") + message;
  }
}
