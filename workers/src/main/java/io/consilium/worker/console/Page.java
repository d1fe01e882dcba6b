package io.consilium.worker.console;

/** An answer of the console: its fields as JSON, or as a text. */
interface Page {
  /** The answer for a terminal, with a line break at its end. */
  String text();
}
