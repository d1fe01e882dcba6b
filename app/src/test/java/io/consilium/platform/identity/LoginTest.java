package io.consilium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.PlatformTest;
import io.consilium.platform.Webapp;
import io.consilium.platform.engine.UserDirectory;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("A login")
class LoginTest extends PlatformTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String TASKS = "/camunda/api/engine/engine/default/task?maxResults=1";

  @Autowired private UserDirectory directory;

  private Http http;

  @BeforeEach
  void aBrowser() {
    http = new Http(url());
  }

  @Test
  @DisplayName("at the portal is one at the webapps too")
  void portalToWebapps() {
    Answer answer = logIn("ada", "ada-demo", "/");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(http.get("/api/facilities").status()).isEqualTo(200);
    assertThat(http.get(TASKS).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("at Tasklist is one at the portal too")
  void webappsToPortal() {
    assertThat(Webapp.logIn(http, "ada", "ada-demo", "tasklist").status()).isEqualTo(200);

    assertThat(http.get("/api/facilities").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("ends in the webapps when it ends at the portal")
  void logoutAtPortal() {
    logIn("ada", "ada-demo", "/");

    Answer answer = http.postForm("/logout", Map.of("_csrf", tokenIn(http.get("/login"))));

    assertThat(answer.status()).isEqualTo(302);
    assertThat(http.get(TASKS).status()).isEqualTo(401);
    assertThat(http.get("/api/facilities").status()).isEqualTo(401);
  }

  @Test
  @DisplayName("ends at the portal when it ends in Tasklist")
  void logoutInTasklist() {
    Webapp.logIn(http, "ada", "ada-demo", "tasklist");

    http.postForm("/camunda/api/admin/auth/user/default/logout", Map.of());

    assertThat(http.get("/api/facilities").status()).isEqualTo(401);
  }

  @Test
  @DisplayName("begins a new session, so that one known from before is worth nothing")
  void newSession() {
    http.get("/camunda/app/tasklist/default/");
    String before = http.cookie("JSESSIONID");

    logIn("ada", "ada-demo", "/");

    assertThat(before).isNotEmpty();
    assertThat(http.cookie("JSESSIONID")).isNotEmpty().isNotEqualTo(before);
    assertThat(new Http(url()).with("Cookie", "JSESSIONID=" + before).get(TASKS).status())
        .isEqualTo(401);
  }

  @Test
  @DisplayName("with a wrong password is told no more than that")
  void wrongPassword() {
    String user = newUser();
    Answer wrong = logIn(user, "guess", "/");
    Answer unknown = logIn("nobody", "guess", "/");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body()).contains("do not match");
    assertThat(comparable(unknown, "nobody")).isEqualTo(comparable(wrong, user));
  }

  @Test
  @DisplayName("that was wrong several times has to wait, even with the right password")
  void bruteForce() {
    String user = newUser();
    for (int attempt = 0; attempt < 3; attempt++) {
      logIn(user, "guess", "/");
    }

    assertThat(logIn(user, user + "-demo", "/").status()).isEqualTo(401);
    assertThat(new Http(url()).as(user).get("/api/facilities").status()).isEqualTo(401);
  }

  @Test
  @DisplayName("needs the token of the form that was shown")
  void csrf() {
    Answer answer = http.postForm("/login", Map.of("username", "ada", "password", "ada-demo"));

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  @DisplayName("goes on to the page that was asked for")
  void goesOn() {
    assertThat(logIn("ada", "ada-demo", "/rounds/r-1?view=all").headers())
        .extractingByKey("location")
        .asString()
        .endsWith("/rounds/r-1?view=all");
  }

  @ParameterizedTest
  @DisplayName("never goes on to another place:")
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/login",
        "javascript:alert(1)",
        "/\r\nSet-Cookie: x=y"
      })
  void staysHere(String next) {
    Answer answer = logIn("ada", "ada-demo", next);

    assertThat(answer.headers()).extractingByKey("location").isIn("/", url() + "/");
  }

  @Test
  @DisplayName("by password with each request opens no session")
  void basicLeavesNothing() {
    Answer answer = http.as("ada").get("/api/facilities");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).doesNotContainKey("set-cookie");
  }

  @Test
  @DisplayName("of a session does not do for writing at the API: that could be forged")
  void sessionOnlyReads() {
    logIn("olga", "olga-demo", "/");

    assertThat(http.get("/api/facilities").status()).isEqualTo(200);
    assertThat(http.postJson("/api/facilities", "{}").status()).isEqualTo(401);
  }

  /** A user whom wrong attempts may lock out: nobody else's test needs them. */
  private String newUser() {
    String user = newId("victim");
    directory.addUserIfAbsent(user, "Vic", "Tim", user + "-demo");
    return user;
  }

  private Answer logIn(String userId, String password, String next) {
    String token = tokenIn(http.get("/login"));
    return http.postForm(
        "/login", Map.of("username", userId, "password", password, "next", next, "_csrf", token));
  }

  private static String tokenIn(Answer page) {
    Matcher matcher = TOKEN.matcher(page.body());
    assertThat(matcher.find()).as("a token in the form").isTrue();
    return matcher.group(1);
  }

  private static String comparable(Answer answer, String userId) {
    return answer.status()
        + TOKEN.matcher(answer.body()).replaceAll("").replace("\"" + userId + "\"", "");
  }
}
