package io.consilium.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The platform's interface for people's programs, used as any program would. */
final class PeopleApi {
  /** Keeps decimal numbers as they were written. */
  static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI platform;

  PeopleApi(URI platform) {
    this.platform = platform;
  }

  /** Whether the platform says that it is ready. */
  boolean isReady() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(platform.resolve("/actuator/health"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  JsonNode get(Person who, String path) {
    return json(getText(who, path));
  }

  /** What is there, if anything is. */
  Optional<JsonNode> find(Person who, String path) {
    HttpResponse<String> response = exchange(request(who, path).GET().build());
    return response.statusCode() == 200 ? Optional.of(json(response.body())) : Optional.empty();
  }

  String getText(Person who, String path) {
    return send(request(who, path).GET().build());
  }

  JsonNode postJson(Person who, String path, Map<String, ?> body) {
    try {
      return postJson(who, path, JSON.writeValueAsString(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode postJson(Person who, String path, String body) {
    return post(who, path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  JsonNode post(Person who, String path, String contentType, byte[] body) {
    return json(
        send(
            request(who, path)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build()));
  }

  private HttpRequest.Builder request(Person who, String path) {
    return HttpRequest.newBuilder(platform.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", who.basic());
  }

  private String send(HttpRequest request) {
    HttpResponse<String> response = exchange(request);
    if (response.statusCode() / 100 != 2) {
      throw new DemoFailure(
          "the platform answered %d to %s %s: %s"
              .formatted(
                  response.statusCode(),
                  request.method(),
                  request.uri().getPath(),
                  detail(response.body())),
          "");
    }
    return response.body();
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What a problem report says, or the body as it is. */
  static String detail(String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      for (String field : new String[] {"detail", "message", "title"}) {
        if (problem.path(field).isTextual()) {
          return problem.path(field).asText();
        }
      }
    } catch (IOException e) {
      // Not a problem report: shown as it is.
    }
    return body.isBlank() ? "(nothing)" : body;
  }

  private static JsonNode json(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
