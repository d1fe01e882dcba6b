package io.consilium.worker.cosign;

import io.consilium.contract.container.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Reads small things out of a registry (OCI distribution specification, pull). */
final class Registry {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final String LOOPBACK = "(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?";
  private static final String MANIFEST =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  /** Registries send a blob's reader elsewhere; what comes is compared with its digest. */
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /** The manifest under a tag; nothing when there is none. */
  Optional<byte[]> manifest(ImageReference image, String tag, int most) {
    return get(image, "manifests/" + tag, MANIFEST, most);
  }

  /** The blob of that digest, whose bytes the caller compares; nothing when there is none. */
  Optional<byte[]> blob(ImageReference image, String digest, int most) {
    return get(image, "blobs/" + digest, "*/*", most);
  }

  private Optional<byte[]> get(ImageReference image, String path, String accept, int most) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    scheme(image.registry())
                        + image.registry()
                        + "/v2/"
                        + image.repository()
                        + "/"
                        + path))
            .timeout(PATIENCE)
            .header("Accept", accept)
            .build();
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() == NOT_FOUND) {
          return Optional.empty();
        }
        if (answer.statusCode() != OK) {
          throw unavailable(image, "it answers with HTTP " + answer.statusCode());
        }
        byte[] bytes = body.readNBytes(most + 1);
        // What is too long is none of cosign's.
        return bytes.length > most ? Optional.empty() : Optional.of(bytes);
      }
    } catch (IOException e) {
      throw unavailable(image, "it does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(image, "the worker is stopping");
    }
  }

  private static RegistryUnavailableException unavailable(ImageReference image, String why) {
    return new RegistryUnavailableException(
        "the registry %s could not be asked for the signatures of %s: %s"
            .formatted(image.registry(), image.name(), why));
  }

  /** A registry on this machine is spoken to in clear, any other only over TLS. */
  private static String scheme(String registry) {
    return registry.matches(LOOPBACK) ? "http://" : "https://";
  }
}
