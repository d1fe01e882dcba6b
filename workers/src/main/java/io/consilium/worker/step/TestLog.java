package io.consilium.worker.step;

import io.consilium.contract.gateway.TestReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a compatibility test tells the submitter: each step with what its container printed. */
final class TestLog {
  private static final int LONGEST_PART = 48 * 1024;

  private final StringBuilder text = new StringBuilder();

  void heading(String words) {
    text.append("== ").append(words).append('\n');
  }

  void line(String words) {
    text.append(words).append('\n');
  }

  /** The end of what a container printed: there its error is. */
  void output(Path file) {
    String printed = tail(file);
    if (!printed.isBlank()) {
      text.append(printed.endsWith("\n") ? printed : printed + "\n");
    }
  }

  String text() {
    int longest = TestReport.MAXIMUM_LOG_CHARACTERS;
    return text.length() <= longest ? text.toString() : text.substring(text.length() - longest);
  }

  private static String tail(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream content = Files.newInputStream(file)) {
      long size = Files.size(file);
      content.skipNBytes(Math.max(0, size - LONGEST_PART));
      String printed =
          new String(content.readNBytes(LONGEST_PART), StandardCharsets.UTF_8)
              .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
      return size > LONGEST_PART ? "[…]\n" + printed : printed;
    } catch (IOException e) {
      return "[the log cannot be read]";
    }
  }
}
