package io.consilium.platform.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.consilium.contract.text.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An image registry that serves manifests only: all that the platform asks one for. */
public final class ManifestServer {
  private final HttpServer server;
  private final Map<String, String> manifests = new ConcurrentHashMap<>();

  public ManifestServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v2/", this::answer);
    server.start();
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Pushes an image whose manifest has this content, and gives back its digest. */
  public String push(String repository, String tag, String content) {
    String manifest = "{\"schemaVersion\":2,\"annotations\":{\"content\":\"" + content + "\"}}";
    String digest = "sha256:" + CanonicalJson.sha256(manifest);
    manifests.put(path(repository, tag), manifest);
    manifests.put(path(repository, digest), manifest);
    return digest;
  }

  private static String path(String repository, String reference) {
    return "/v2/" + repository + "/manifests/" + reference;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Optional<byte[]> manifest =
        Optional.ofNullable(manifests.get(exchange.getRequestURI().getPath()))
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    try (exchange) {
      exchange.sendResponseHeaders(
          manifest.isPresent() ? 200 : 404, manifest.map(bytes -> bytes.length).orElse(-1));
      if (manifest.isPresent()) {
        exchange.getResponseBody().write(manifest.get());
      }
    }
  }
}
