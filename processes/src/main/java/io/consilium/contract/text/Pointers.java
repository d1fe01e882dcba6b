package io.consilium.contract.text;

import java.util.ArrayList;
import java.util.List;

/** JSON pointers (RFC 6901), and the quoting of foreign text in messages. */
public final class Pointers {
  private static final int LONGEST_QUOTE = 80;

  private Pointers() {}

  /** The pointer to a key or an index below another pointer. */
  public static String child(String pointer, Object keyOrIndex) {
    return pointer + "/" + keyOrIndex.toString().replace("~", "~0").replace("/", "~1");
  }

  /** The pointer to nested keys below another pointer. */
  public static String descendant(String pointer, Iterable<String> keys) {
    String place = pointer;
    for (String key : keys) {
      place = child(place, key);
    }
    return place;
  }

  /** Foreign text in quotes, shortened, with control characters made visible. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int taken = 0;
    for (int point : text.codePoints().limit(LONGEST_QUOTE).toArray()) {
      taken += Character.charCount(point);
      if (point == '"' || point == '\\') {
        quoted.append('\\').appendCodePoint(point);
      } else if (isPrintable(point)) {
        quoted.appendCodePoint(point);
      } else {
        quoted.append(String.format("\\u%04x", point));
      }
    }
    return quoted.append(taken < text.length() ? "…\"" : "\"").toString();
  }

  static List<String> keys(String pointer) {
    List<String> keys = new ArrayList<>();
    int start = 1;
    while (start <= pointer.length() && !pointer.isEmpty()) {
      int slash = pointer.indexOf('/', start);
      int end = slash < 0 ? pointer.length() : slash;
      keys.add(pointer.substring(start, end).replace("~1", "/").replace("~0", "~"));
      start = end + 1;
    }
    return keys;
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
