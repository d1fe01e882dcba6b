package io.consilium.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the platform offers. */
@Command(
    name = "offers",
    description = "Shows the benchmarks that the platform offers, with their models.")
final class OffersCommand extends SiteCommand {
  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    return print(worker().get("/offers", json.form()));
  }
}
