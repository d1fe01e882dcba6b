package io.consilium.contract.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a command line into words as a POSIX shell does, without expanding anything. */
final class ShellWords {
  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private ShellWords(String line) {
    this.line = line;
  }

  /** The words, or nothing when a quote is not closed or a backslash ends the line. */
  static Optional<List<String>> split(String line) {
    return new ShellWords(line).split();
  }

  private Optional<List<String>> split() {
    while (at < line.length()) {
      char next = line.charAt(at++);
      boolean complete =
          switch (next) {
            case ' ', '\t', '\n', '\r' -> endWord();
            case '\'' -> singleQuoted();
            case '"' -> doubleQuoted();
            case '\\' -> escaped();
            default -> take(next);
          };
      if (!complete) {
        return Optional.empty();
      }
    }
    endWord();
    return Optional.of(List.copyOf(words));
  }

  private boolean endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
    return true;
  }

  private boolean take(char next) {
    inWord = true;
    word.append(next);
    return true;
  }

  private boolean escaped() {
    return at < line.length() && take(line.charAt(at++));
  }

  private boolean singleQuoted() {
    inWord = true;
    int end = line.indexOf('\'', at);
    if (end < 0) {
      return false;
    }
    word.append(line, at, end);
    at = end + 1;
    return true;
  }

  private boolean doubleQuoted() {
    inWord = true;
    while (at < line.length()) {
      char next = line.charAt(at++);
      if (next == '"') {
        return true;
      }
      boolean escapes =
          next == '\\' && at < line.length() && (line.charAt(at) == '"' || line.charAt(at) == '\\');
      word.append(escapes ? line.charAt(at++) : next);
    }
    return false;
  }
}
