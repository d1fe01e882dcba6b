package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The console in the browser. */
@Command(
    name = "console",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ConsiliumCommand.Version.class,
    description = "Says where the console is, and who may log in to it.",
    subcommands = {ConsoleCommand.Open.class, ConsoleCommand.User.class})
final class ConsoleCommand {
  /** Where it is. */
  @Command(
      name = "open",
      description = {
        "Prints the console's address.",
        "As long as nobody has an account, it is a link that makes the first one."
      })
  static final class Open extends SiteCommand {
    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return print(worker().post("/console/door", json.form(), List.of()));
    }
  }

  /** Who may log in. */
  @Command(
      name = "user",
      synopsisSubcommandLabel = "COMMAND",
      mixinStandardHelpOptions = true,
      versionProvider = ConsiliumCommand.Version.class,
      description = "Manages the console's accounts.",
      subcommands = {Add.class, ListAll.class, Remove.class, ChangePassword.class})
  static final class User {}

  /** Lets somebody in. */
  @Command(name = "add", description = "Adds an account.")
  static final class Add extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "What the person logs in with.")
    private String name = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        required = true,
        description = "viewer sees everything; data-owner decides, too.")
    private String role = "";

    @Option(
        names = "--person",
        paramLabel = "NAME",
        description = "The person's name for the site's ledger (default: the name to log in).")
    private Optional<String> person = Optional.empty();

    @Mixin private Password password = new Password();

    @Override
    public Integer call() {
      return print(
          worker()
              .post(
                  "/console/users",
                  Form.TEXT,
                  List.of(
                      new Field("name", name),
                      new Field("person", person.orElse(name)),
                      new Field("role", role),
                      password.field(name))));
    }
  }

  /** Shows who may log in. */
  @Command(name = "list", description = "Lists the accounts.")
  static final class ListAll extends SiteCommand {
    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return print(worker().get("/console/users", json.form()));
    }
  }

  /** Locks somebody out. */
  @Command(name = "remove", description = "Removes an account and ends its sessions.")
  static final class Remove extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "What the person logs in with.")
    private String name = "";

    @Override
    public Integer call() {
      return print(
          worker().post("/console/users/removal", Form.TEXT, List.of(new Field("name", name))));
    }
  }

  /** For who forgot it. */
  @Command(name = "password", description = "Gives an account a password and ends its sessions.")
  static final class ChangePassword extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "What the person logs in with.")
    private String name = "";

    @Mixin private Password password = new Password();

    @Override
    public Integer call() {
      return print(
          worker()
              .post(
                  "/console/users/password",
                  Form.TEXT,
                  List.of(new Field("name", name), password.field(name))));
    }
  }
}
