package io.consilium.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A short-lived program, run to its end. */
final class Command {
  /**
   * How it ended.
   *
   * @param output standard output
   * @param errors standard error
   */
  record Outcome(int exitCode, String output, String errors) {}

  private Command() {}

  /** Runs the command with nothing on standard input. */
  static Outcome run(List<String> line, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(line).redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
      String output = all(process.getInputStream());
      return new Outcome(process.waitFor(), output, errors.join());
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", line), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String all(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
