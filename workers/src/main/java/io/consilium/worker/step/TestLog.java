package io.consilium.worker.step;

import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.gateway.TestReport;
import io.consilium.worker.sandbox.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a compatibility test tells the submitter: each step with what its container printed. */
final class TestLog implements TrialWatcher {
  private static final int LONGEST_PART = 48 * 1024;

  private final StringBuilder text = new StringBuilder();

  void heading(String words) {
    text.append("== ").append(words).append('\n');
  }

  void line(String words) {
    text.append(words).append('\n');
  }

  @Override
  public void begins(Role role, ContainerSpec container) {
    heading(
        "%s (%s, %s)".formatted(TriedStep.word(role), container.id(), container.imageByDigest()));
  }

  @Override
  public void ended(TriedStep step) {
    if (!step.printed().isBlank()) {
      text.append(step.printed().endsWith("\n") ? step.printed() : step.printed() + "\n");
    }
    if (step.passed()) {
      line("%s ended after %.1f s".formatted(step.word(), step.took().toMillis() / 1000.0));
    }
  }

  String text() {
    int longest = TestReport.MAXIMUM_LOG_CHARACTERS;
    return text.length() <= longest ? text.toString() : text.substring(text.length() - longest);
  }

  /** The end of what a container printed: there its error is. */
  static String tail(Path file) {
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
