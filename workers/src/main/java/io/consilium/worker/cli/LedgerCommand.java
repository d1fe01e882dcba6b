package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Field;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was sent. */
@Command(
    name = "ledger",
    description = {
      "Shows what this site sent, newest first, every byte of it, and checks the chain of hashes."
    })
final class LedgerCommand extends SiteCommand {
  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many entries (default: ${DEFAULT-VALUE}).")
  private int last;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    return print(worker().get("/ledger", json.form(), new Field("last", Integer.toString(last))));
  }
}
