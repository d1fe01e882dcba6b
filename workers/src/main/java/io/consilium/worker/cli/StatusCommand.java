package io.consilium.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How the worker is. */
@Command(
    name = "status",
    description =
        "Shows the connection to the platform, what runs, what waits, and what failed last.")
final class StatusCommand extends SiteCommand {
  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    return print(worker().get("/status", json.form()));
  }
}
