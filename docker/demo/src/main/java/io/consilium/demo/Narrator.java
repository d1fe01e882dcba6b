package io.consilium.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a visitor what happens: one line for each event, with the seconds since the start. On a
 * terminal a last line moves while something takes long; elsewhere it becomes a plain line now and
 * then. Several threads may tell at once.
 */
final class Narrator {
  /** Where the words go. */
  enum Medium {
    /** Understands colours and the erasing of a line. */
    TERMINAL,
    /** A file or a pipe. */
    PLAIN
  }

  private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(10);
  private static final String ERASE_LINE = "\r\033[2K";
  private static final String BOLD = "1";
  private static final String FAINT = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";

  private final PrintStream out;
  private final Medium medium;
  private final Instant started;
  private String moving = "";
  private Instant lastPlain = Instant.EPOCH;

  Narrator(PrintStream out, Medium medium, Instant started) {
    this.out = out;
    this.medium = medium;
    this.started = started;
  }

  /** Opens a part of the story. */
  synchronized void chapter(String title) {
    rest();
    out.println();
    out.println(paint(BOLD, title));
  }

  /** Tells an event. */
  synchronized void tell(String event) {
    line("   ", event);
  }

  /** Tells that something was achieved. */
  synchronized void done(String event) {
    line(paint(GREEN, " ✓ "), event);
  }

  /** Shows how far something is; replaces what was shown so before. */
  synchronized void progress(String state) {
    if (state.equals(moving)) {
      return;
    }
    moving = state;
    if (medium == Medium.TERMINAL) {
      out.print(ERASE_LINE + clock() + paint(FAINT, " … " + state));
      out.flush();
    } else if (lastPlain.plus(BETWEEN_PLAIN_LINES).isBefore(Instant.now())) {
      lastPlain = Instant.now();
      out.println(clock() + " … " + state);
    }
  }

  /** Ends the moving line. */
  synchronized void rest() {
    if (!moving.isEmpty() && medium == Medium.TERMINAL) {
      out.print(ERASE_LINE);
      out.flush();
    }
    moving = "";
  }

  /** Prints text as it is. */
  synchronized void print(String text) {
    rest();
    out.println(text);
  }

  /** Tells what ended the demo, and what can be done. */
  synchronized void failure(DemoFailure failure) {
    rest();
    out.println();
    out.println(paint(RED, "error: ") + failure.getMessage());
    failure.log().ifPresent(log -> out.println("       The log: " + log));
    if (!failure.hint().isEmpty()) {
      out.println("       " + failure.hint());
    }
  }

  Duration elapsed() {
    return Duration.between(started, Instant.now());
  }

  String bold(String text) {
    return paint(BOLD, text);
  }

  private void line(String mark, String event) {
    String kept = moving;
    rest();
    out.println(clock() + mark + event);
    if (medium == Medium.TERMINAL && !kept.isEmpty()) {
      progress(kept);
    }
    lastPlain = Instant.now();
  }

  private String clock() {
    return paint(FAINT, "%5d s".formatted(elapsed().toSeconds()));
  }

  private String paint(String code, String text) {
    return medium == Medium.TERMINAL ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
