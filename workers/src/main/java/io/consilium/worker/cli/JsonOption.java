package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Form;
import picocli.CommandLine.Option;

/** Whether the answer is for a program. */
final class JsonOption {
  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  Form form() {
    return json ? Form.JSON : Form.TEXT;
  }
}
