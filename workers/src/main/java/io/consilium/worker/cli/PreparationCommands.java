package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Preparations that people take part in. */
final class PreparationCommands {
  private PreparationCommands() {}

  /** Shows how one goes. */
  @Command(
      name = "status",
      description = {
        "Shows where a dataset's preparation stands: how many cases are at which stage, which folders",
        "to look into when people have to work on cases, and what to do next."
      })
  static final class Status extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return print(worker().get("/datasets/" + name + "/status", json.form()));
    }
  }

  /** Goes on. */
  @Command(
      name = "continue",
      description = {
        "Goes on with a preparation after people did their part: prepares, checks and counts again."
      })
  static final class Continue extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Option(
        names = "--wait",
        description = "Waits until it is prepared or needs people again, and tells how it goes.")
    private boolean wait;

    @Mixin private WhoDecides who = new WhoDecides();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() throws InterruptedException {
      ConsoleClient worker = worker();
      Answer answer =
          worker.post(
              "/datasets/" + name + "/continuation",
              Form.TEXT,
              List.of(who.field(), passphrase.field()));
      int code = new Delivery(worker, out()).follow(answer);
      return wait && code == ConsiliumCommand.DONE
          ? new PreparationFollower(worker, out()).follow(name)
          : code;
    }
  }

  /** Stops. */
  @Command(
      name = "cancel",
      description = {
        "Stops a preparation, also a container that runs for it. What is prepared is kept: 'dataset",
        "prepare' goes on where it stopped, today or in a month."
      })
  static final class Cancel extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Mixin private WhoDecides who = new WhoDecides();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() throws InterruptedException {
      ConsoleClient worker = worker();
      if (!confirmation.given(out(), "Stop the preparation of " + name + "?")) {
        return ConsiliumCommand.REFUSED;
      }
      return new Delivery(worker, out())
          .follow(
              worker.post(
                  "/datasets/" + name + "/cancellation",
                  Form.TEXT,
                  List.of(who.field(), passphrase.field())));
    }
  }

  /** Lets coarse progress out. */
  @Command(
      name = "consent",
      description = {
        "Lets the platform know how far a dataset's preparation is: the share of cases at each stage",
        "that the benchmark declares, in steps of 10 %, at most once an hour, and not of fewer people",
        "than the minimum. It holds until you withdraw it. Asks first."
      })
  static final class ConsentToProgress extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Option(names = "--withdraw", description = "Withdraws it: nothing more leaves.")
    private boolean withdraw;

    @Mixin private WhoDecides who = new WhoDecides();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() throws InterruptedException {
      ConsoleClient worker = worker();
      String question =
          withdraw
              ? "Tell the platform no more how the preparation of " + name + " goes?"
              : "Let the platform know how the preparation of " + name + " goes, in coarse shares?";
      if (!confirmation.given(out(), question)) {
        return ConsiliumCommand.REFUSED;
      }
      return new Delivery(worker, out())
          .follow(
              worker.post(
                  "/datasets/" + name + "/consent",
                  Form.TEXT,
                  List.of(
                      new Field("consent", withdraw ? "WITHDRAWN" : "GIVEN"),
                      who.field(),
                      passphrase.field())));
    }
  }
}
