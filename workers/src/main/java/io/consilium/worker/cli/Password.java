package io.consilium.worker.cli;

import io.consilium.worker.cli.ConsoleClient.Field;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A new password of an account. */
final class Password {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the new password; by default you are asked.")
  private Optional<Path> file = Optional.empty();

  Field field(String account) {
    return new Field("password", file.map(Password::firstLine).orElseGet(() -> ask(account)));
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new Refusal("The file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static String ask(String account) {
    Console console =
        Optional.ofNullable(System.console())
            .orElseThrow(() -> new Refusal("There is no password: give --password-file"));
    String first = read(console, "New password of " + account + ": ");
    if (!first.equals(read(console, "Once more: "))) {
      throw new Refusal("The two passwords differ; nothing was done");
    }
    return first;
  }

  private static String read(Console console, String prompt) {
    return Optional.ofNullable(console.readPassword("%s", prompt)).map(String::new).orElse("");
  }
}
