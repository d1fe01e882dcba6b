package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Field;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Opens a key. */
final class Passphrase {
  private static final String VARIABLE = "CONSILIUM_PASSPHRASE";

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "File whose first line is the key's passphrase; by default $"
              + VARIABLE
              + ", else you are asked.")
  private Optional<Path> file = Optional.empty();

  String read() {
    if (file.isPresent()) {
      return firstLine(file.get());
    }
    return Optional.ofNullable(System.getenv(VARIABLE)).orElseGet(Passphrase::ask);
  }

  Field field() {
    return new Field("passphrase", read());
  }

  /** The passphrase, unless none is given and somebody has the release key unlocked. */
  List<Field> fieldsUnlessUnlocked(ConsoleClient worker) {
    boolean given = file.isPresent() || System.getenv(VARIABLE) != null;
    boolean unlocked =
        !given
            && worker
                .get("/session", ConsoleClient.Form.TEXT)
                .header("Consilium-State")
                .filter("UNLOCKED"::equals)
                .isPresent();
    return unlocked ? List.of() : List.of(field());
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new Refusal("The file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static String ask() {
    Optional<Console> console = Optional.ofNullable(System.console());
    return console
        .flatMap(terminal -> Optional.ofNullable(terminal.readPassword("Passphrase of the key: ")))
        .map(String::new)
        .orElseThrow(
            () ->
                new Refusal(
                    "There is no passphrase for the key: give --passphrase-file or set "
                        + VARIABLE));
  }
}
