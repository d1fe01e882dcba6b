package io.consilium.worker.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The worker itself. */
@Command(
    name = "worker",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ConsiliumCommand.Version.class,
    description = "Runs the site's worker.",
    subcommands = {WorkerCommand.Run.class, WorkerCommand.Status.class, WorkerCommand.Drain.class})
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

  /** How it is. */
  @Command(
      name = "status",
      description = "Shows the engines with their slots, and what runs on them since when.")
  static final class Status extends SiteCommand {
    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return print(worker().get("/worker", json.form()));
    }
  }

  /** Ends it gently. */
  @Command(
      name = "drain",
      description = {
        "Lets the worker finish what runs and take nothing more; then it ends.",
        "What waits for a decision waits on, and is there when the worker starts again."
      })
  static final class Drain extends SiteCommand {
    private static final long LOOK_MILLIS = 500;

    @Mixin private JsonOption json = new JsonOption();

    @Option(names = "--wait", description = "Returns when the worker has ended.")
    private boolean wait;

    @Override
    public Integer call() throws InterruptedException {
      int code = print(worker().post("/worker/drain", json.form(), List.of()));
      while (wait && answers()) {
        Thread.sleep(LOOK_MILLIS);
      }
      return code;
    }

    private boolean answers() {
      try {
        worker().get("/worker", json.form());
        return true;
      } catch (Refusal e) {
        return false;
      }
    }
  }
}
