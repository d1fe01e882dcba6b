package io.consilium.worker.cli;

import io.consilium.worker.site.SiteHome;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command with all its commands. */
@Command(
    name = "consilium",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    description = {
      "The facility's side of Consilium: what models may run on this site's data, and what leaves.",
      ""
    },
    footer = {
      "",
      "The usual way: enrol with the operator's code, worker run, offers, accept,",
      "dataset add, dataset prepare, dataset register, dataset join, and then release list."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:refused or failed", "2:the command line is wrong"},
    versionProvider = ConsiliumCommand.Version.class,
    subcommands = {
      InitCommand.class,
      EnrolCommand.class,
      KeysCommand.class,
      WorkerCommand.class,
      StatusCommand.class,
      OffersCommand.class,
      AcceptCommand.class,
      DatasetCommand.class,
      ReleaseCommand.class,
      LedgerCommand.class,
      VerifyCommand.class,
      CompletionCommand.class,
      TestCommand.class,
      RevisionCommand.class,
      PolicyCommand.class,
      ConsoleCommand.class,
      HelpCommand.class
    })
public final class ConsiliumCommand {
  /** Exit code of a command whose work goes on in other threads. */
  public static final int STAYS_UP = -1;

  static final int DONE = 0;
  static final int REFUSED = 1;

  private final Consumer<SiteHome> starter;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The site's folder; by default $CONSILIUM_HOME, else the current folder.")
  private Optional<String> home = Optional.empty();

  private ConsiliumCommand(Consumer<SiteHome> starter) {
    this.starter = starter;
  }

  /**
   * Runs one command.
   *
   * @param starter starts the worker of a site
   * @return the exit code, or {@link #STAYS_UP}
   */
  public static int run(Consumer<SiteHome> starter, String... arguments) {
    return commandLine(starter).execute(arguments);
  }

  /** Runs one command, as {@link #run(Consumer, String...)} does, and prints to the writers. */
  public static int run(
      Consumer<SiteHome> starter, PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(starter).setOut(out).setErr(err).execute(arguments);
  }

  static CommandLine commandLine(Consumer<SiteHome> starter) {
    return new CommandLine(new ConsiliumCommand(starter))
        .setExecutionExceptionHandler(
            (exception, command, result) -> {
              PrintWriter err = command.getErr();
              err.println(
                  Optional.ofNullable(exception.getMessage()).orElseGet(exception::toString));
              return REFUSED;
            })
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  SiteHome home() {
    return new SiteHome(
        java.nio.file.Path.of(
            home.or(() -> Optional.ofNullable(System.getenv("CONSILIUM_HOME"))).orElse(".")));
  }

  void startWorker() {
    starter.accept(home());
  }

  /** The version that the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String built =
          Optional.ofNullable(ConsiliumCommand.class.getPackage().getImplementationVersion())
              .orElse("development build");
      return new String[] {"consilium " + built};
    }
  }
}
