package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The decision what leaves. */
@Command(
    name = "release",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ConsiliumCommand.Version.class,
    description = "Shows results that wait, and decides whether they leave.",
    subcommands = {
      ReleaseCommand.ListWaiting.class,
      ReleaseCommand.Show.class,
      ReleaseCommand.Approve.class,
      ReleaseCommand.Decline.class,
      ReleaseCommand.Export.class,
      ReleaseCommand.Unlock.class,
      ReleaseCommand.Lock.class
    })
final class ReleaseCommand {
  /** Who decides is said in every decision about a release. */
  static final class Decider {
    @Option(
        names = "--as",
        paramLabel = "NAME",
        required = true,
        description = "Your name. It goes into the site's ledger; outside there is a pseudonym.")
    private String name = "";

    Field field() {
      return new Field("as", name);
    }
  }

  /** Shows what waits. */
  @Command(name = "list", description = "Shows the results that wait for a decision.")
  static final class ListWaiting extends SiteCommand {
    @Option(names = "--all", description = "Shows every execution, also those that have ended.")
    private boolean all;

    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return print(worker().get(all ? "/executions" : "/releases", json.form()));
    }
  }

  /** Shows one in full. */
  @Command(
      name = "show",
      description = "Shows an execution with the exact bytes that would leave, and for whom.")
  static final class Show extends SiteCommand {
    @Parameters(paramLabel = "ID", description = "The execution's id.")
    private String id = "";

    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return print(worker().get("/executions/" + id, json.form()));
    }
  }

  /** Lets results out. */
  @Command(
      name = "approve",
      description = {
        "Signs results with the release key and sends them.",
        "Shows first the exact bytes that would leave, and asks."
      })
  static final class Approve extends SiteCommand {
    @ArgGroup(multiplicity = "1")
    private Chosen chosen = new Chosen();

    @Mixin private Decider decider = new Decider();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Mixin private Confirmation confirmation = new Confirmation();

    /** Either some results or all. */
    static final class Chosen {
      @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of executions.")
      private List<String> ids = List.of();

      @Option(names = "--all", required = true, description = "Every result that waits now.")
      private boolean all;

      Stream<Field> fields() {
        return all ? Stream.empty() : ids.stream().map(id -> new Field("id", id));
      }
    }

    @Override
    public Integer call() throws InterruptedException {
      ConsoleClient worker = worker();
      Answer shown = worker.get("/decisions", Form.TEXT, chosen.fields().toArray(Field[]::new));
      if (shown.text().isBlank()) {
        out().println("No result waits for a decision.");
        out().flush();
        return ConsiliumCommand.DONE;
      }
      print(shown);
      if (!confirmation.given(out(), "May this leave?")) {
        return ConsiliumCommand.REFUSED;
      }
      // The ids that were shown: another result may have come to wait meanwhile.
      List<Field> fields = new ArrayList<>();
      for (String id : shown.header("Consilium-Executions").orElse("").split(",", -1)) {
        fields.add(new Field("id", id));
      }
      fields.add(new Field("shown", shown.header("Consilium-Shown").orElse("")));
      fields.add(decider.field());
      fields.addAll(passphrase.fieldsUnlessUnlocked(worker));
      return new Delivery(worker, out()).follow(worker.post("/approvals", Form.TEXT, fields));
    }
  }

  /** Keeps one here. */
  @Command(
      name = "decline",
      description = {
        "Keeps a result at the site for good, and tells the platform so.",
        "The reason stays here."
      })
  static final class Decline extends SiteCommand {
    @Parameters(paramLabel = "ID", description = "The execution's id.")
    private String id = "";

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "Why, for the site's own record.")
    private String reason = "";

    @Mixin private Decider decider = new Decider();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() throws InterruptedException {
      ConsoleClient worker = worker();
      if (!confirmation.given(out(), "Keep the result of " + id + " here for good?")) {
        return ConsiliumCommand.REFUSED;
      }
      List<Field> fields =
          new ArrayList<>(
              List.of(new Field("id", id), new Field("reason", reason), decider.field()));
      fields.addAll(passphrase.fieldsUnlessUnlocked(worker));
      return new Delivery(worker, out()).follow(worker.post("/refusals", Form.TEXT, fields));
    }
  }

  /** Prints what was signed. */
  @Command(
      name = "export",
      description = {
        "Prints the signed statement that let a result out, for 'consilium verify' or any other",
        "program that reads DSSE envelopes."
      })
  static final class Export extends SiteCommand {
    @Parameters(paramLabel = "ID", description = "The execution's id.")
    private String id = "";

    @Override
    public Integer call() {
      return print(worker().get("/executions/" + id + "/statement", Form.TEXT));
    }
  }

  /** Opens the release key for a while. */
  @Command(
      name = "unlock",
      description = {
        "Unlocks the release key in the running worker, for you and for as long as site policy says",
        "(disclosure.session). Meanwhile 'approve' and 'decline' do not ask for the passphrase."
      })
  static final class Unlock extends SiteCommand {
    @Mixin private Decider decider = new Decider();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() {
      return print(
          worker().post("/session", Form.TEXT, List.of(decider.field(), passphrase.field())));
    }
  }

  /** Closes it. */
  @Command(name = "lock", description = "Locks the release key in the running worker at once.")
  static final class Lock extends SiteCommand {
    @Override
    public Integer call() {
      return print(worker().post("/session/end", Form.TEXT, List.of()));
    }
  }
}
