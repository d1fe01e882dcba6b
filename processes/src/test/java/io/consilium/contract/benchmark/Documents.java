package io.consilium.contract.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The example documents of the tests. */
public final class Documents {
  private Documents() {}

  /** A complete, valid benchmark.yaml. */
  public static String benchmark() {
    return read("benchmark.yaml");
  }

  /** A complete, valid model.yaml. */
  public static String model() {
    return read("model.yaml");
  }

  /** A results.yaml that fits the benchmark. */
  public static String results() {
    return read("results.yaml");
  }

  /** The text with one place replaced, which must exist. */
  public static String with(String document, String old, String replacement) {
    if (!document.contains(old)) {
      throw new IllegalArgumentException("not in the document: " + old);
    }
    return document.replace(old, replacement);
  }

  private static String read(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Documents.class.getResourceAsStream("/document/" + name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
