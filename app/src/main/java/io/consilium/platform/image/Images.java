package io.consilium.platform.image;

import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.ImageReference;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.contract.text.Problems;
import io.consilium.platform.Settings;
import io.consilium.platform.api.ApiProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks a registry whether it holds the image that a container is registered with. */
@Component
public class Images {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST_MANIFEST = 4 * 1024 * 1024;
  private static final String MANIFESTS =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json";

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final List<String> allowed;

  Images(Settings settings) {
    this.allowed = List.copyOf(settings.registries());
  }

  /**
   * Compares a container's digest with what its registry holds under the digest and, where the
   * image's name has a tag, under the tag.
   *
   * @param pointer where the container stands in its document
   * @param problems gets what is wrong
   * @throws ApiProblem 503 when the registry does not answer
   */
  public void check(ContainerSpec container, String pointer, Problems problems) {
    ImageReference image = container.image();
    if (!allowed.contains(image.registry())) {
      problems.add(
          pointer + "/config/image",
          "is in the registry %s, which this platform does not take images from: push it to one of %s"
              .formatted(image.registry(), String.join(", ", allowed)));
      return;
    }
    String wanted = container.digest();
    if (digestOf(image, wanted).filter(wanted::equals).isEmpty()) {
      problems.add(
          pointer + "/digest",
          "is unknown: %s holds no %s".formatted(image.registry(), image.byDigest(wanted)));
      return;
    }
    image.digest().ifPresent(digest -> compare(wanted, digest, pointer, problems));
    image.tag().ifPresent(tag -> checkTag(image, tag, wanted, pointer, problems));
  }

  private void checkTag(
      ImageReference image, String tag, String wanted, String pointer, Problems problems) {
    Optional<String> held = digestOf(image, tag);
    if (held.isEmpty()) {
      problems.add(
          pointer + "/config/image",
          "names the tag %s, which %s does not have".formatted(tag, image.name()));
    } else {
      compare(wanted, held.get(), pointer, problems);
    }
  }

  private static void compare(String wanted, String held, String pointer, Problems problems) {
    if (!held.equals(wanted)) {
      problems.add(
          pointer + "/digest",
          "is %s, but the image's name points to %s: register the digest of the image that you mean"
              .formatted(wanted, held));
    }
  }

  /** Digest of the manifest under a tag or digest, computed from its bytes. */
  private Optional<String> digestOf(ImageReference image, String reference) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    scheme(image.registry())
                        + image.registry()
                        + "/v2/"
                        + image.repository()
                        + "/manifests/"
                        + reference))
            .timeout(PATIENCE)
            .header("Accept", MANIFESTS)
            .build();
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return switch (answer.statusCode()) {
          case 200 -> Optional.of("sha256:" + sha256(body));
          case 400, 404 -> Optional.empty();
          default -> throw silent(image, "it answers " + answer.statusCode());
        };
      }
    } catch (IOException e) {
      throw silent(image, "it does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(image, "interrupted");
    }
  }

  private static String sha256(InputStream body) throws IOException {
    byte[] manifest = body.readNBytes(LARGEST_MANIFEST + 1);
    if (manifest.length > LARGEST_MANIFEST) {
      throw new IOException("a manifest of more than 4 MiB");
    }
    return CanonicalJson.sha256(manifest);
  }

  private static ApiProblem silent(ImageReference image, String why) {
    return ApiProblem.unavailable(
        "The registry %s could not be asked about %s: %s. Try again later."
            .formatted(image.registry(), image.name(), why));
  }

  /** A registry on this machine is spoken to in clear, any other only over TLS. */
  private static String scheme(String registry) {
    return registry.matches("(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?") ? "http://" : "https://";
  }
}
