package io.consilium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One person's session in Tasklist: the requests that the browser makes, in their order, with the
 * session cookie and the token against forged requests.
 */
final class Tasklist {
  /**
   * A task that is offered to the person.
   *
   * @param id of the task
   * @param name as Tasklist shows it
   * @param processInstanceId the case that it belongs to
   */
  record Task(String id, String name, String processInstanceId) {}

  private static final String LOGIN = "/camunda/api/admin/auth/user/default/login/tasklist";
  private static final String ENGINE = "/camunda/api/engine/engine/default/";
  private static final String TOKEN = "XSRF-TOKEN";

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final URI platform;
  private final Person person;

  private Tasklist(URI platform, Person person) {
    this.platform = platform;
    this.person = person;
  }

  /** Opens the page and logs in. */
  static Tasklist login(URI platform, Person person) {
    Tasklist tasklist = new Tasklist(platform, person);
    tasklist.openPage();
    tasklist.send(
        tasklist
            .request(LOGIN)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "username=" + encode(person.id()) + "&password=" + encode(person.password()))));
    // The login begins a new session, and with it a new token.
    tasklist.openPage();
    return tasklist;
  }

  /** The task of that definition key in the case of that business key, once it is there. */
  Optional<Task> find(String taskKey, String businessKey) {
    JsonNode found =
        post(
            "task?firstResult=0&maxResults=15",
            Map.of("taskDefinitionKey", taskKey, "processInstanceBusinessKey", businessKey));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Task(
                found.get(0).path("id").asText(),
                found.get(0).path("name").asText(),
                found.get(0).path("processInstanceId").asText()));
  }

  /** Claims the task, reads its form's values, and submits the form. */
  void decide(Task task, Map<String, String> fields) {
    post("task/" + task.id() + "/claim", Map.of("userId", person.id()));
    get("task/" + task.id() + "/form-variables?deserializeValues=false");
    post("task/" + task.id() + "/submit-form", Map.of("variables", variables(fields)));
  }

  /** Starts a process with its start form. */
  void start(String processKey, Map<String, ?> fields) {
    JsonNode definitions =
        get(
            "process-definition?latest=true&active=true&startableInTasklist=true"
                + "&startablePermissionCheck=true&firstResult=0&maxResults=15&key="
                + encode(processKey));
    if (definitions.isEmpty()) {
      throw new DemoFailure(
          "Tasklist does not offer " + person.name() + " to start " + processKey + ".", "");
    }
    String id = definitions.get(0).path("id").asText();
    post(
        "process-definition/" + encode(id) + "/submit-form",
        Map.of("variables", variables(fields)));
  }

  /** What the engine answers to a GET of that path below its address. */
  JsonNode get(String path) {
    return send(request(ENGINE + path).GET());
  }

  private JsonNode post(String path, Map<String, ?> body) {
    try {
      return send(
          request(ENGINE + path)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(PeopleApi.JSON.writeValueAsString(body))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openPage() {
    try {
      http.send(
          request("/camunda/app/tasklist/default/").header("Accept", "text/html").GET().build(),
          BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(platform.resolve(path)).timeout(Duration.ofSeconds(60));
    cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(TOKEN))
        .map(HttpCookie::getValue)
        .findFirst()
        .ifPresent(token -> request.header("X-" + TOKEN, token));
    return request;
  }

  private JsonNode send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new DemoFailure(
            "Tasklist answered %s %d to %s %s: %s"
                .formatted(
                    person.name(),
                    response.statusCode(),
                    request.method(),
                    request.uri().getPath(),
                    PeopleApi.detail(response.body())),
            "");
      }
      return response.body().isBlank()
          ? MissingNode.getInstance()
          : PeopleApi.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Map<String, Object> variables(Map<String, ?> fields) {
    Map<String, Object> variables = new LinkedHashMap<>();
    fields.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    return variables;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
