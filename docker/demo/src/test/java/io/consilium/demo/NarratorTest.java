package io.consilium.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The narrator")
class NarratorTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  @DisplayName("writes no control character where no terminal is")
  void plain() {
    Narrator narrator = narrator(Narrator.Medium.PLAIN);

    narrator.chapter("One");
    narrator.progress("half of it");
    narrator.done("all of it");

    assertThat(text()).doesNotContain("\033").doesNotContain("\r").contains("✓ all of it");
  }

  @Test
  @DisplayName("does not repeat its progress line by line where no terminal is")
  void plainProgress() {
    Narrator narrator = narrator(Narrator.Medium.PLAIN);

    narrator.progress("one of three");
    narrator.progress("two of three");
    narrator.progress("three of three");

    assertThat(text().lines().filter(line -> line.contains("of three"))).hasSize(1);
  }

  @Test
  @DisplayName("moves one line on a terminal, below what happened meanwhile")
  void terminal() {
    Narrator narrator = narrator(Narrator.Medium.TERMINAL);

    narrator.progress("one of two");
    narrator.tell("a result");

    assertThat(text()).containsSubsequence("one of two", "\r\033[2K", "a result\n", "one of two");
  }

  @Test
  @DisplayName("says of a failure what, where the log is, and what to do")
  void failure() {
    narrator(Narrator.Medium.PLAIN)
        .failure(new DemoFailure("the worker ended.", "Try again.", Path.of("/logs/worker.log")));

    assertThat(text()).contains("error: the worker ended.", "/logs/worker.log", "Try again.");
  }

  private Narrator narrator(Narrator.Medium medium) {
    return new Narrator(
        new PrintStream(written, true, StandardCharsets.UTF_8), medium, Instant.now());
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
