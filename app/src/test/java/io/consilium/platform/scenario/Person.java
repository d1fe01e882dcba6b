package io.consilium.platform.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A person who uses the platform's API with their password. */
public final class Person {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final String id;

  Person(String base, String id) {
    this.base = base;
    this.id = id;
  }

  public Answer get(String path) {
    return send("GET", path, "*/*", BodyPublishers.noBody());
  }

  public Answer post(String path, String contentType, String body) {
    return send("POST", path, contentType, BodyPublishers.ofString(body));
  }

  public Answer post(String path, String contentType, byte[] body) {
    return send("POST", path, contentType, BodyPublishers.ofByteArray(body));
  }

  private Answer send(String method, String path, String contentType, BodyPublisher body) {
    String login =
        Base64.getEncoder()
            .encodeToString((id + ":" + id + "-demo").getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Basic " + login)
            .method(method, body);
    if (!method.equals("GET")) {
      request.header("Content-Type", contentType);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
