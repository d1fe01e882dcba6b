package io.consilium.platform.facility;

import static org.awaitility.Awaitility.await;

import io.consilium.contract.gateway.FacilityToken;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Statement;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A facility's software, as far as the gateway meets it. */
final class Site {
  static final String AUDIENCE = "http://127.0.0.1:8080";
  private static final String TASKS = "/facility/engine/external-task/";

  final String id;
  final SigningKey transport = SigningKey.generate();
  final SigningKey release = SigningKey.generate();
  final SigningKey policy = SigningKey.generate();
  private final String url;

  private Site(String id, String url) {
    this.id = id;
    this.url = url;
  }

  /** A facility that nobody registered. */
  static Site stranger(String id, String url) {
    return new Site(id, url);
  }

  /** A facility that the operator registered. */
  static Site registered(String id, String url) {
    var site = new Site(id, url);
    Answer answer = new Http(url).as("olga").postJson("/api/facilities", site.registration());
    if (answer.status() != 201) {
      throw new AssertionError(answer);
    }
    return site;
  }

  String registration() {
    return Http.json(
        Map.of(
            "id",
            id,
            "name",
            "Hospital " + id,
            "organisation",
            "Trust " + id,
            "transportKey",
            jwk(transport),
            "releaseKey",
            jwk(release),
            "policyKey",
            jwk(policy)));
  }

  static Map<String, Object> jwk(SigningKey key) {
    VerificationKey publicHalf = key.verificationKey();
    return publicHalf.jwk();
  }

  String token() {
    return FacilityToken.mint(id, AUDIENCE, transport, Instant.now());
  }

  /** A client that sends one new token. */
  Http http() {
    return withToken(token());
  }

  Http withToken(String token) {
    return new Http(url).with("Authorization", "Bearer " + token);
  }

  Answer fetch(String worker, String topic, long waitMillis) {
    return http().postJson(TASKS + "fetchAndLock", wish(worker, topic, waitMillis));
  }

  static String wish(String worker, String topic, long waitMillis) {
    return Http.json(
        Map.of(
            "workerId",
            worker,
            "maxTasks",
            1,
            "usePriority",
            true,
            "asyncResponseTimeout",
            waitMillis,
            "topics",
            List.of(Map.of("topicName", topic, "lockDuration", 60_000))));
  }

  /** Fetches and gives back the one task's id. */
  String take(String worker, String topic) {
    return await()
        .until(() -> fetch(worker, topic, 1_000).json(), found -> found.size() == 1)
        .get(0)
        .get("id")
        .asText();
  }

  Answer task(String taskId, String operation, Map<String, ?> body) {
    return http().postJson(TASKS + taskId + "/" + operation, Http.json(body));
  }

  Answer state(Payload payload, SigningKey key) {
    return http()
        .postJson("/facility/statements", Envelope.sign(new Statement(payload), key).toJson());
  }
}
