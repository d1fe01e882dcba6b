package io.consilium.platform.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A person's browser, logged in to portal and Tasklist: the same requests that its pages make. */
public final class Browser {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String ENGINE = "/camunda/api/engine/engine/default";

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String base;
  private final String userId;

  Browser(String base, String userId) {
    this.base = base;
    this.userId = userId;
    Matcher token = FORM_TOKEN.matcher(get("/login").body());
    String csrf = token.find() ? token.group(1) : "";
    Answer login =
        send(
            HttpRequest.newBuilder(URI.create(base + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "username=%s&password=%s-demo&_csrf=%s"
                            .formatted(userId, userId, encoded(csrf)))));
    if (login.status() != 302) {
      throw new IllegalStateException(userId + " cannot log in: " + login);
    }
    // Tasklist's page brings the token that its own requests carry.
    get("/camunda/app/tasklist/default/");
  }

  /** A page, or what one of them asks for. */
  public Answer get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)));
  }

  /** The id of the open task about a subject, as Tasklist finds it. */
  public Optional<String> task(String businessKey) {
    Answer found = post("/task?maxResults=10", Map.of("processInstanceBusinessKey", businessKey));
    if (found.status() != 200) {
      throw new IllegalStateException(found.toString());
    }
    return StreamSupport.stream(found.json().spliterator(), false)
        .map(task -> task.get("id").asText())
        .findFirst();
  }

  /** Claims the task about a subject and submits its form. */
  public Answer decide(String businessKey, String decision, String comment) {
    return submit(businessKey, Map.of("decision", decision, "comment", comment));
  }

  /** Claims the task about a subject and submits these variables with its form. */
  public Answer submit(String businessKey, Map<String, String> values) {
    String id = task(businessKey).orElseThrow();
    post("/task/" + id + "/claim", Map.of("userId", userId));
    Map<String, Object> variables = new HashMap<>();
    values.forEach((name, value) -> variables.put(name, Map.of("value", value, "type", "String")));
    return post("/task/" + id + "/submit-form", Map.of("variables", variables));
  }

  /** Gives a claimed task back. */
  public void unclaim(String businessKey) {
    post("/task/" + task(businessKey).orElseThrow() + "/unclaim", Map.of());
  }

  /** Starts a round as the start form does. */
  public Answer startRound(String benchmarkId, int hours) {
    return post(
        "/process-definition/key/EvaluationRound/submit-form",
        Map.of(
            "variables",
            Map.of(
                "benchmarkId", Map.of("value", benchmarkId, "type", "String"),
                "deadlineHours", Map.of("value", hours, "type", "Integer"))));
  }

  private Answer post(String path, Map<String, ?> body) {
    try {
      return send(
          HttpRequest.newBuilder(URI.create(base + ENGINE + path))
              .header("Content-Type", "application/json")
              .header("X-XSRF-TOKEN", csrfToken())
              .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(body))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String csrfToken() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
        .map(HttpCookie::getValue)
        .reduce((older, newer) -> newer)
        .orElse("");
  }

  private Answer send(HttpRequest.Builder request) {
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
