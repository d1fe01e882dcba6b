package io.consilium.platform;

import io.consilium.platform.Http.Answer;
import java.util.Map;
import java.util.Optional;

/** A person in Tasklist or Cockpit: the same requests that their pages make. */
public final class Webapp {
  private static final String ENGINE = "/camunda/api/engine/engine/default";

  private final Http http;

  private Webapp(Http http) {
    this.http = http;
  }

  /** Logs in at the webapp's own login form, with the browser given. */
  public static Answer logIn(Http http, String userId, String password, String app) {
    visit(http, app);
    Answer answer =
        http.with("X-XSRF-TOKEN", http.cookie("XSRF-TOKEN"))
            .postForm(
                "/camunda/api/admin/auth/user/default/login/" + app,
                Map.of("username", userId, "password", password));
    visit(http, app);
    http.with("X-XSRF-TOKEN", http.cookie("XSRF-TOKEN"));
    return answer;
  }

  /** Logs in to a webapp with a new browser. */
  public static Webapp of(String url, String userId, String app) {
    Http http = new Http(url);
    Answer answer = logIn(http, userId, userId + "-demo", app);
    if (answer.status() != 200) {
      throw new AssertionError(userId + " cannot log in to " + app + ": " + answer);
    }
    return new Webapp(http);
  }

  private static void visit(Http http, String app) {
    http.get("/camunda/app/" + app + "/default/");
  }

  /** Reads from the engine's interface for the webapps. */
  public Answer get(String path) {
    return http.get(ENGINE + path);
  }

  /** Writes to the engine's interface for the webapps. */
  public Answer post(String path, Object body) {
    return http.postJson(ENGINE + path, Http.json(body));
  }

  public Answer send(String method, String path, Object body) {
    return http.send(method, ENGINE + path, Optional.of("application/json"), Http.json(body));
  }

  /** Any other path of the platform, with the same browser. */
  public Http http() {
    return http;
  }
}
