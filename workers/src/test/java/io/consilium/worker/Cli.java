package io.consilium.worker;

import io.consilium.worker.cli.ConsiliumCommand;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code consilium} command as a site's people use it. */
record Cli(SiteHome home) {
  record Outcome(int code, String out, String err) {}

  /** Runs a command that must succeed, and returns what it printed. */
  String run(String... arguments) {
    Outcome outcome = attempt(arguments);
    if (outcome.code() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + outcome);
    }
    return outcome.out();
  }

  /** Runs a command of a person, with name and passphrase. */
  String decide(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--as", "Freya Lindqvist", "--passphrase-file", passphrase().toString()));
    return run(line.toArray(String[]::new));
  }

  Outcome attempt(String... arguments) {
    List<String> line = new ArrayList<>(List.of("--home", home.root().toString()));
    line.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ConsiliumCommand.run(
            none -> {},
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            line.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  Path passphrase() {
    try {
      return Files.writeString(home.root().resolve("passphrase"), TestSite.PASSPHRASE + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
