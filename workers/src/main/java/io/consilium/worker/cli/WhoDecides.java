package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Field;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who decides; the name stays at the site. */
final class WhoDecides {
  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Your name for the site's ledger (default: the name of the login).")
  private Optional<String> name = Optional.empty();

  Field field() {
    return new Field("as", name.orElseGet(() -> System.getProperty("user.name", "unknown")));
  }
}
