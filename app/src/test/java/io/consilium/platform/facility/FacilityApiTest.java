package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.SigningKey;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.PlatformTest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("The registration of a facility")
class FacilityApiTest extends PlatformTest {
  @Autowired private Facilities facilities;
  @Autowired private FacilityKeys keys;

  @Test
  @DisplayName("makes it known with its keys")
  void registers() {
    Site site = Site.stranger(newId("aurora"), url());

    Answer answer = register("olga", site.registration());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().get("id").asText()).isEqualTo(site.id);
    assertThat(keys.present(site.id))
        .isEqualTo(
            Map.of(
                KeyRole.TRANSPORT, site.transport.verificationKey(),
                KeyRole.RELEASE, site.release.verificationKey(),
                KeyRole.POLICY, site.policy.verificationKey()));
    assertThat(new Http(url()).as("ada").get("/api/facilities").json().findValuesAsText("id"))
        .contains(site.id);
  }

  @Test
  @DisplayName("is the operators' alone")
  void operatorsOnly() {
    Site site = Site.stranger(newId("aurora"), url());

    assertThat(register("ada", site.registration()).status()).isEqualTo(403);
    assertThat(facilities.find(site.id)).isEmpty();
  }

  @Test
  @DisplayName("is refused for a second time, or with a key that is known")
  void twice() {
    Site site = Site.registered(newId("aurora"), url());
    assertThat(register("olga", site.registration()).status()).isEqualTo(409);

    Map<String, Object> copy = registration(newId("copy"));
    copy.put("releaseKey", Site.jwk(site.transport));
    assertThat(register("olga", Http.json(copy)).status()).isEqualTo(409);
  }

  @Test
  @DisplayName("names the field that is wrong")
  void wrongFields() {
    assertRefused("id", "Aurora Hospital", "id 'Aurora Hospital'");
    assertRefused("name", " ", "name must be");
    assertRefused("transportKey", Map.of("kty", "RSA"), "transportKey");
    assertRefused("policyKey", null, "three keys");
    assertRefused(
        "releaseKey",
        SigningKey.generate().toEcKey().toJSONObject(),
        "releaseKey: this is a private key");
  }

  @Test
  @DisplayName("refuses one key for two purposes")
  void oneKeyForTwo() {
    Map<String, Object> registration = registration(newId("aurora"));
    registration.put("policyKey", registration.get("releaseKey"));

    assertThat(register("olga", Http.json(registration)).status()).isEqualTo(422);
  }

  @Test
  @DisplayName("refuses a field that it does not know, and names it")
  void unknownField() {
    Map<String, Object> registration = registration(newId("aurora"));
    registration.put("adminKey", "x");

    Answer answer = register("olga", Http.json(registration));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).contains("'adminKey'");
  }

  private void assertRefused(String field, @Nullable Object value, String words) {
    Map<String, Object> registration = registration(newId("aurora"));
    registration.put(field, value);

    Answer answer = register("olga", Http.json(registration));

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json().get("detail").asText()).contains(words);
  }

  private static Map<String, Object> registration(String id) {
    Map<String, Object> registration = new HashMap<>();
    registration.put("id", id);
    registration.put("name", "Hospital " + UUID.randomUUID());
    registration.put("organisation", "Trust");
    for (String key : new String[] {"transportKey", "releaseKey", "policyKey"}) {
      registration.put(key, Site.jwk(SigningKey.generate()));
    }
    return registration;
  }

  private Answer register(String user, String body) {
    return new Http(url()).as(user).postJson("/api/facilities", body);
  }
}
