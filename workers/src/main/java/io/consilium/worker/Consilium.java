package io.consilium.worker;

import io.consilium.worker.cli.ConsiliumCommand;

/** The {@code consilium} command. */
public final class Consilium {
  private Consilium() {}

  public static void main(String[] arguments) {
    int exitCode = ConsiliumCommand.run(home -> WorkerApplication.start(home), arguments);
    if (exitCode != ConsiliumCommand.STAYS_UP) {
      System.exit(exitCode);
    }
  }
}
