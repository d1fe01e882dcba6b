package io.consilium.worker.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a text for a terminal: lines, labelled values and tables. */
final class Lines {
  private static final int LABEL = 16;

  private final StringBuilder text = new StringBuilder();

  static Lines of() {
    return new Lines();
  }

  Lines line(String words) {
    text.append(words).append('\n');
    return this;
  }

  Lines blank() {
    return line("");
  }

  /** A label with its value, aligned with the others. */
  Lines field(String label, Object value) {
    return line(String.format("%-" + LABEL + "s %s", label, value));
  }

  Lines field(String label, Optional<?> value) {
    value.ifPresent(present -> field(label, present));
    return this;
  }

  /** Rows in columns as wide as they need; the first row is the heading. */
  Lines table(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        int width = row.get(column).length();
        if (column < widths.size()) {
          widths.set(column, Math.max(widths.get(column), width));
        } else {
          widths.add(width);
        }
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column))
            .append(" ".repeat(widths.get(column) - row.get(column).length() + 2));
      }
      line(line.toString().stripTrailing());
    }
    return this;
  }

  String text() {
    return text.toString();
  }
}
