package io.consilium.platform.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.SigningKey;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.PlatformTest;
import io.consilium.platform.facility.FacilityKey;
import io.consilium.platform.facility.FacilityKeys;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("The facilities' page")
class FacilitiesPageTest extends PlatformTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("class=\"big\">([0-9A-Z-]{29})<");

  @Autowired private FacilityKeys keys;

  @Test
  @DisplayName("issues a code and shows it once")
  void issues() {
    Http olga = loggedIn("olga");
    String id = newId("elm");

    Answer issued = issue(olga, id);

    assertThat(issued.status()).isEqualTo(200);
    assertThat(issued.headers().get("cache-control")).contains("no-store");
    Matcher code = CODE.matcher(issued.body());
    assertThat(code.find()).as(issued.body()).isTrue();
    assertThat(olga.get("/facilities").body()).doesNotContain(code.group(1));
  }

  @Test
  @DisplayName("says what is wrong with what was typed")
  void problems() {
    Http olga = loggedIn("olga");

    Answer refused = issue(olga, "Elm Street");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("small letters, digits and hyphens");
    String id = register();
    assertThat(issue(olga, id).body()).contains("There is a facility " + id + " already");
  }

  @Test
  @DisplayName("shows each facility's fingerprint, keys and when it was seen, and revokes a key")
  void revokes() {
    String id = register();
    String transport = transportKey(id);
    String fingerprint = keys.fingerprint(id).orElseThrow();
    Http olga = loggedIn("olga");

    String page = olga.get("/facilities").body();
    Answer revoked =
        olga.postForm(
            "/facilities/" + id + "/keys/" + transport + "/revocation",
            Map.of("_csrf", token(page)));

    assertThat(page).contains(fingerprint, transport, "never");
    assertThat(revoked.status()).isEqualTo(302);
    assertThat(keys.present(id)).doesNotContainKey(KeyRole.TRANSPORT);
    assertThat(olga.get("/facilities").body()).contains("revoked by olga");
  }

  @Test
  @DisplayName("is not there for anybody but operators, nor are its forms")
  void operatorsOnly() {
    String id = register();
    String transport = transportKey(id);
    for (String user : List.of("ada", "ines", "max", "chloe")) {
      Http http = loggedIn(user);
      String token = token(http.get("/").body());
      assertThat(http.get("/facilities").status()).as(user).isEqualTo(404);
      assertThat(http.get("/").body()).doesNotContain("href=\"/facilities\"");
      for (String path :
          List.of(
              "/facilities/codes",
              "/facilities/" + id + "/codes",
              "/facilities/" + id + "/keys/" + transport + "/revocation")) {
        assertThat(
                http.postForm(
                        path,
                        Map.of("_csrf", token, "id", newId("x"), "name", "X", "organisation", "X"))
                    .status())
            .as(user + " " + path)
            .isEqualTo(404);
      }
    }
    assertThat(keys.present(id)).hasSize(3);
  }

  @Test
  @DisplayName("takes no form that another site forged")
  void forged() {
    String id = register();
    Http olga = loggedIn("olga");

    assertThat(olga.postForm("/facilities/" + id + "/codes", Map.of()).status()).isEqualTo(403);
  }

  private Answer issue(Http operator, String id) {
    String token = token(operator.get("/facilities").body());
    return operator.postForm(
        "/facilities/codes",
        Map.of("_csrf", token, "id", id, "name", "Elm Street Hospital", "organisation", "Elmwood"));
  }

  private String register() {
    String id = newId("elm");
    Answer answer =
        new Http(url())
            .as("olga")
            .postJson(
                "/api/facilities",
                Http.json(
                    Map.of(
                        "id",
                        id,
                        "name",
                        "Elm Street Hospital",
                        "organisation",
                        "Elmwood",
                        "transportKey",
                        SigningKey.generate().verificationKey().jwk(),
                        "releaseKey",
                        SigningKey.generate().verificationKey().jwk(),
                        "policyKey",
                        SigningKey.generate().verificationKey().jwk())));
    assertThat(answer.status()).isEqualTo(201);
    return id;
  }

  private Http loggedIn(String user) {
    Http http = new Http(url());
    Answer answer =
        http.postForm(
            "/login",
            Map.of(
                "username",
                user,
                "password",
                user + "-demo",
                "_csrf",
                token(http.get("/login").body())));
    assertThat(answer.status()).isEqualTo(302);
    return http;
  }

  private String transportKey(String id) {
    return keys.of(id).stream()
        .filter(key -> key.role() == KeyRole.TRANSPORT)
        .map(FacilityKey::thumbprint)
        .findFirst()
        .orElseThrow();
  }

  private static String token(String page) {
    Matcher matcher = TOKEN.matcher(page);
    assertThat(matcher.find()).as("a token in the form").isTrue();
    return matcher.group(1);
  }
}
