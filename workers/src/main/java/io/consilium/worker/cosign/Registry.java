package io.consilium.worker.cosign;

import io.consilium.contract.container.ImageReference;
import io.consilium.worker.outbound.Network;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** Reads small things out of a registry (OCI distribution specification, pull). */
final class Registry {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int MOST_REDIRECTIONS = 3;
  private static final String LOOPBACK = "(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?";
  private static final String MANIFEST =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  private final Network network;

  /** What a registry said: a status, bytes, or another place to look at. */
  private record Answer(int status, Optional<byte[]> body, Optional<URI> elsewhere) {}

  Registry(Network network) {
    this.network = network;
  }

  /** The manifest under a tag; nothing when there is none. */
  Optional<byte[]> manifest(ImageReference image, String tag, int most) {
    return get(image, "manifests/" + tag, MANIFEST, most);
  }

  /** The blob of that digest, whose bytes the caller compares; nothing when there is none. */
  Optional<byte[]> blob(ImageReference image, String digest, int most) {
    return get(image, "blobs/" + digest, "*/*", most);
  }

  private Optional<byte[]> get(ImageReference named, String path, String accept, int most) {
    ImageReference image = network.place(named);
    boolean here = image.registry().matches(LOOPBACK);
    URI address =
        URI.create(
            // A registry on this machine is spoken to in clear, any other only over TLS.
            (here ? "http://" : "https://")
                + image.registry()
                + "/v2/"
                + image.repository()
                + "/"
                + path);
    try (CloseableHttpClient client =
        here ? network.localClient(PATIENCE) : network.client(PATIENCE)) {
      Answer answer = ask(client, address, accept, most);
      for (int hop = 0; hop < MOST_REDIRECTIONS && answer.elsewhere().isPresent(); hop++) {
        // Registries send a blob's reader elsewhere; what comes is compared with its digest.
        URI elsewhere = address.resolve(answer.elsewhere().get());
        if (!here && !"https".equalsIgnoreCase(elsewhere.getScheme())) {
          throw unavailable(image, "it sends to a place without TLS");
        }
        address = elsewhere;
        answer = ask(client, address, accept, most);
      }
      if (answer.status() == NOT_FOUND) {
        return Optional.empty();
      }
      if (answer.status() != OK) {
        throw unavailable(image, "it answers with HTTP " + answer.status());
      }
      return answer.body();
    } catch (IOException e) {
      throw unavailable(image, "it does not answer");
    }
  }

  private static Answer ask(CloseableHttpClient client, URI address, String accept, int most)
      throws IOException {
    HttpGet request = new HttpGet(address);
    request.setHeader("Accept", accept);
    return client.execute(request, response -> read(response, most));
  }

  private static Answer read(ClassicHttpResponse response, int most) throws IOException {
    Optional<URI> elsewhere =
        response.getCode() / 100 == 3
            ? Optional.ofNullable(response.getFirstHeader("Location"))
                .map(header -> URI.create(header.getValue()))
            : Optional.empty();
    if (response.getCode() != OK || response.getEntity() == null) {
      return new Answer(response.getCode(), Optional.empty(), elsewhere);
    }
    byte[] bytes = response.getEntity().getContent().readNBytes(most + 1);
    // What is too long is none of cosign's.
    return new Answer(OK, Optional.of(bytes).filter(all -> all.length <= most), Optional.empty());
  }

  private static RegistryUnavailableException unavailable(ImageReference image, String why) {
    return new RegistryUnavailableException(
        "the registry %s could not be asked for the signatures of %s: %s"
            .formatted(image.registry(), image.name(), why));
  }
}
