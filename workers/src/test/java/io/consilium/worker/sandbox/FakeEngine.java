package io.consilium.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An engine that says of itself what it is told, and whose only image has one digest under every
 * name.
 */
final class FakeEngine implements AutoCloseable {
  static final String FIT =
      """
      {"MemoryLimit": true, "PidsLimit": true, "SecurityOptions": ["name=seccomp,profile=default"]}
      """;
  private static final String ID = "sha256:" + "ab".repeat(32);

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private FakeEngine(String info, String component, String ownInfo, String digest)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          requests.add(exchange.getRequestMethod() + " " + path);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          if (path.endsWith("/libpod/info")) {
            answer(exchange, ownInfo);
          } else if (path.endsWith("/info")) {
            answer(exchange, info);
          } else if (path.endsWith("/version")) {
            answer(exchange, "{\"Components\": [{\"Name\": \"%s\"}]}".formatted(component));
          } else {
            String name = path.replaceFirst(".*/images/(.*)@.*", "$1");
            answer(
                exchange,
                "{\"Id\": \"%s\", \"RepoDigests\": [\"%s@%s\"]}".formatted(ID, name, digest));
          }
        });
    server.start();
  }

  static FakeEngine docker(String info, String digest) throws IOException {
    return new FakeEngine(info, "Engine", "{}", digest);
  }

  /** Podman, whose answer to Docker's question is always that everything is fine. */
  static FakeEngine podman(String ownInfo, String digest) throws IOException {
    return new FakeEngine(FIT, "Podman Engine", ownInfo, digest);
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  URI address() {
    return URI.create("tcp://127.0.0.1:" + server.getAddress().getPort());
  }

  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
