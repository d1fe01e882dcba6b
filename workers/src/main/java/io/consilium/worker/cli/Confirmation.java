package io.consilium.worker.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Asks before something is decided. */
final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask.")
  private boolean yes;

  /** Whether the person agrees. */
  boolean given(PrintWriter out, String question) {
    if (yes) {
      return true;
    }
    out.print(question + " [y/N] ");
    out.flush();
    try {
      // Not closed: standard input belongs to the process.
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      String answer = Optional.ofNullable(in.readLine()).orElse("").strip();
      boolean agreed = answer.toLowerCase(Locale.ROOT).matches("y|yes");
      if (!agreed) {
        out.println("Nothing was done. (--yes does not ask.)");
      }
      return agreed;
    } catch (IOException e) {
      throw new Refusal("There is nobody to ask: add --yes");
    }
  }
}
