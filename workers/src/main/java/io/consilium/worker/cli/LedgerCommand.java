package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Field;
import io.consilium.worker.journal.LedgerChain;
import io.consilium.worker.journal.LedgerFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was sent. */
@Command(
    name = "ledger",
    description = {
      "Shows what this site sent, newest first, every byte of it, and checks the chain of hashes."
    },
    subcommands = {LedgerCommand.Verify.class, LedgerCommand.Export.class})
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

  /** Walks the chain, with or without a worker. */
  @Command(
      name = "verify",
      description = {
        "Walks the chain of hashes from the first entry to the last, and names the first that is",
        "not what was entered. Reads the journal's file, or an export; the worker need not run."
      })
  static final class Verify extends SiteCommand {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "An export ('consilium ledger export') instead of this site's journal.")
    private Optional<Path> file = Optional.empty();

    @Override
    public Integer call() {
      LedgerChain chain = new LedgerChain();
      if (file.isPresent()) {
        LedgerFile.readExport(file.get(), chain::add);
      } else {
        LedgerFile.readJournal(home().journal(), 1, chain::add);
      }
      Optional<LedgerChain.Fault> fault = chain.fault();
      if (fault.isPresent()) {
        throw new Refusal("Entry " + fault.get().position() + " " + fault.get().why() + ".");
      }
      chain
          .start()
          .filter(start -> start > 1)
          .ifPresent(start -> out().println("What came before entry " + start + " is not here."));
      out().println(chain.entries() + " entries, each as it was entered.");
      out().println("Head " + chain.head());
      out().flush();
      return ConsiliumCommand.DONE;
    }
  }

  /** Prints it for others. */
  @Command(
      name = "export",
      description = {
        "Prints the ledger as lines of JSON, oldest first, for 'consilium ledger verify --file' or",
        "any other program. Reads the journal's file; the worker need not run."
      })
  static final class Export extends SiteCommand {
    @Option(
        names = "--from",
        paramLabel = "N",
        defaultValue = "1",
        description = "Position of the first entry (default: ${DEFAULT-VALUE}).")
    private long from;

    @Override
    public Integer call() {
      LedgerFile.readJournal(
          home().journal(), from, entry -> out().println(LedgerFile.line(entry)));
      out().flush();
      return ConsiliumCommand.DONE;
    }
  }
}
