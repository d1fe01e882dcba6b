package io.consilium.worker.cli;

import picocli.CommandLine.Command;

/** The worker itself. */
@Command(
    name = "worker",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ConsiliumCommand.Version.class,
    description = "Runs the site's worker.",
    subcommands = WorkerCommand.Run.class)
final class WorkerCommand {
  /** Starts it. */
  @Command(
      name = "run",
      description = {
        "Runs the worker until it is told to end (Ctrl-C or SIGTERM).",
        "It takes tasks from the platform and serves this command on 127.0.0.1."
      })
  static final class Run extends SiteCommand {
    @Override
    public Integer call() {
      top().startWorker();
      return ConsiliumCommand.STAYS_UP;
    }
  }
}
