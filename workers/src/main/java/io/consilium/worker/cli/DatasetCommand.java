package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Answer;
import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.cli.ConsoleClient.Form;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The site's datasets. */
@Command(
    name = "dataset",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ConsiliumCommand.Version.class,
    description =
        "Adds, prepares, registers and looks after datasets, and joins benchmarks with them.",
    subcommands = {
      DatasetCommand.Add.class,
      DatasetCommand.Subjects.class,
      DatasetCommand.Show.class,
      DatasetCommand.ListAll.class,
      DatasetCommand.Prepare.class,
      PreparationCommands.Status.class,
      PreparationCommands.Continue.class,
      PreparationCommands.Cancel.class,
      PreparationCommands.ConsentToProgress.class,
      DatasetCareCommands.Check.class,
      DatasetCareCommands.Remove.class,
      DatasetCommand.Register.class,
      DatasetCommand.Join.class
    })
final class DatasetCommand {
  /** Adds one to the catalogue. */
  @Command(
      name = "add",
      description = {
        "Adds a dataset to the site's catalogue. Nothing is sent.",
        "Its folders are never changed, and their paths never leave."
      })
  static final class Add extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the dataset at this site.")
    private String name = "";

    @Option(
        names = "--benchmark",
        paramLabel = "ID",
        required = true,
        description = "The benchmark that it is for.")
    private String benchmark = "";

    @Option(
        names = "--data",
        paramLabel = "DIR",
        required = true,
        description = "Folder of raw data.")
    private Path data = Path.of("");

    @Option(
        names = "--labels",
        paramLabel = "DIR",
        required = true,
        description = "Folder of raw labels.")
    private Path labels = Path.of("");

    @Option(
        names = "--people",
        paramLabel = "N",
        required = true,
        description = "How many people the data is about. Small counts are withheld by it.")
    private int people;

    @Option(
        names = "--subjects",
        paramLabel = "FILE",
        description = {
          "Ids of these people, one a line. Only keyed hashes of them are kept, here: by those the",
          "worker sees when two datasets differ by a few people."
        })
    private Optional<Path> subjects = Optional.empty();

    @Override
    public Integer call() {
      Answer added =
          worker()
              .post(
                  "/datasets",
                  Form.TEXT,
                  List.of(
                      new Field("name", name),
                      new Field("benchmark", benchmark),
                      new Field("data", absolute(data)),
                      new Field("labels", absolute(labels)),
                      new Field("people", Integer.toString(people))));
      return subjects
          .map(file -> name(worker(), name, file))
          .map(this::print)
          .orElseGet(() -> print(added));
    }
  }

  private static String absolute(Path folder) {
    return folder.toAbsolutePath().normalize().toString();
  }

  private static Answer name(ConsoleClient worker, String dataset, Path file) {
    return worker.post(
        "/datasets/" + dataset + "/subjects",
        Form.TEXT,
        List.of(new Field("file", absolute(file))));
  }

  /** Says who a dataset is about. */
  @Command(
      name = "subjects",
      description = {
        "Says who a dataset is about, by a file of ids, one a line. Nothing is sent; only keyed",
        "hashes are kept. Two datasets that differ by a few people are told apart by them."
      })
  static final class Subjects extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Option(
        names = "--file",
        paramLabel = "FILE",
        required = true,
        description = "Ids of its people, one a line; as many as the dataset holds people.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      return print(name(worker(), name, file));
    }
  }

  /** Shows one. */
  @Command(name = "show", description = "Shows a dataset with its statistics.")
  static final class Show extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return print(worker().get("/datasets/" + name, json.form()));
    }
  }

  /** Shows all. */
  @Command(name = "list", description = "Shows the site's datasets and where each stands.")
  static final class ListAll extends SiteCommand {
    @Mixin private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
      return print(worker().get("/datasets", json.form()));
    }
  }

  /** Asks for its preparation. */
  @Command(
      name = "prepare",
      description = {
        "Has a dataset prepared, checked and counted by the benchmark's preparator, here.",
        "Asks the platform for it with a statement that the release key signs."
      })
  static final class Prepare extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Option(
        names = "--wait",
        description = "Waits until the dataset is prepared, and tells how it goes.")
    private boolean wait;

    @Mixin private WhoDecides who = new WhoDecides();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Override
    public Integer call() throws InterruptedException {
      ConsoleClient worker = worker();
      Answer answer =
          worker.post(
              "/datasets/" + name + "/preparation",
              Form.TEXT,
              List.of(who.field(), passphrase.field()));
      int code = new Delivery(worker, out()).follow(answer);
      return wait && code == ConsiliumCommand.DONE
          ? new PreparationFollower(worker, out()).follow(name)
          : code;
    }
  }

  /** Makes it known. */
  @Command(
      name = "register",
      description = {
        "Tells the platform a prepared dataset's fingerprint, number of people and statistics.",
        "Shows first what would be sent, and asks."
      })
  static final class Register extends Decision {
    Register() {
      super("registration", "Send this to the platform?");
    }
  }

  /** Takes part with it. */
  @Command(
      name = "join",
      description = {
        "Asks the benchmark's committee to let a registered dataset take part.",
        "Asks you first."
      })
  static final class Join extends Decision {
    Join() {
      super("association", "Take part?");
    }
  }

  /** A decision about a dataset that a person sees first, and that the release key signs. */
  abstract static class Decision extends SiteCommand {
    private final String page;
    private final String question;

    @Parameters(paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Mixin private WhoDecides who = new WhoDecides();

    @Mixin private Passphrase passphrase = new Passphrase();

    @Mixin private Confirmation confirmation = new Confirmation();

    Decision(String page, String question) {
      this.page = page;
      this.question = question;
    }

    @Override
    public Integer call() throws InterruptedException {
      ConsoleClient worker = worker();
      String path = "/datasets/" + name + "/" + page;
      Answer shown = worker.get(path, Form.TEXT);
      print(shown);
      if (!confirmation.given(out(), question)) {
        return ConsiliumCommand.REFUSED;
      }
      Answer answer =
          worker.post(
              path,
              Form.TEXT,
              List.of(
                  new Field("shown", shown.header("Consilium-Shown").orElse("")),
                  who.field(),
                  passphrase.field()));
      return new Delivery(worker, out()).follow(answer);
    }
  }
}
