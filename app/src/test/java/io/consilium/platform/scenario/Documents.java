package io.consilium.platform.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documents that people submit, with images that the test's registry holds. */
public final class Documents {
  private static final Pattern DIGEST = Pattern.compile("@digest ([a-z/]+):([0-9]+)@");

  private final ManifestServer registry;

  Documents(ManifestServer registry) {
    this.registry = registry;
  }

  /** A benchmark.yaml that can be accepted. */
  public String benchmark(String id, String demoSha256) {
    return filled(read("benchmark.yaml").replace("@demo@", demoSha256), id);
  }

  /** A model.yaml that can be accepted. */
  public String model(String id) {
    return filled(read("model.yaml"), id);
  }

  /** Digest of an image that the documents name, such as {@code lesion/model:1}. */
  public String digestOf(String repository) {
    return registry.push(repository, "1", repository);
  }

  /** The text with one place replaced, which must exist. */
  public static String with(String document, String old, String replacement) {
    if (!document.contains(old)) {
      throw new IllegalArgumentException("not in the document: " + old);
    }
    return document.replace(old, replacement);
  }

  private String filled(String template, String id) {
    Matcher digests = DIGEST.matcher(template);
    String text =
        digests.replaceAll(match -> registry.push(match.group(1), match.group(2), match.group(1)));
    return text.replace("@registry@", registry.host()).replace("@id@", id);
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
