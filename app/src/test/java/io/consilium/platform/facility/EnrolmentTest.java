package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.gateway.EnrolmentCode;
import io.consilium.contract.gateway.EnrolmentRequest;
import io.consilium.contract.gateway.EnrolmentRequest.OfferedKey;
import io.consilium.contract.gateway.KeyFingerprint;
import io.consilium.contract.gateway.KeyProof;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.PlatformTest;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("The enrolment of a facility by a code")
class EnrolmentTest extends PlatformTest {
  private static final String CODE_REFUSED = "This code does not count";

  @Autowired private FacilityKeys keys;
  @Autowired private EnrolmentController controller;
  @Autowired private JdbcClient database;

  private Site site;

  @BeforeEach
  void aSiteThatNobodyKnows() {
    site = Site.stranger(newId("aurora"), url());
    controller.forgetGuesses();
  }

  @Test
  @DisplayName("makes it known under what the operator fixed, and lets its worker in")
  void enrols() {
    Answer issued = issue("olga", site.id);
    assertThat(issued.status()).as(issued.body()).isEqualTo(201);

    Answer answer = enrol(code(issued), keysOf(site), keysOf(site));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.json().get("facilityId").asText()).isEqualTo(site.id);
    assertThat(answer.json().get("name").asText()).isEqualTo("Hospital " + site.id);
    assertThat(answer.json().get("organisation").asText()).isEqualTo("Trust");
    assertThat(answer.json().get("fingerprint").asText())
        .isEqualTo(KeyFingerprint.of(publicHalves(keysOf(site))));
    assertThat(site.http().get("/facility/benchmarks").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("works with the code in small letters and without its hyphens")
  void typedOtherwise() {
    String typed = code(issue("olga", site.id)).toLowerCase(Locale.ROOT).replace("-", " ");

    assertThat(enrol(typed, keysOf(site), keysOf(site)).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("codes are the operators' to issue")
  void operatorsOnly() {
    Site known = Site.registered(newId("known"), url());
    for (String user : List.of("ada", "ines", "max", "chloe")) {
      assertThat(issue(user, site.id).status()).as(user).isEqualTo(403);
      assertThat(issueReplacement(user, known.id).status()).as(user).isEqualTo(403);
    }
    assertThat(new Http(url()).postJson("/api/facilities/codes", "{}").status()).isEqualTo(401);
    assertThat(issueReplacement("olga", known.id).status()).isEqualTo(201);
  }

  @Test
  @DisplayName(
      "no code is issued for a facility that is there already, or for a replacement at one that is not")
  void wrongKindOfCode() {
    Site known = Site.registered(newId("known"), url());

    assertThat(issue("olga", known.id).status()).isEqualTo(409);
    assertThat(issueReplacement("olga", site.id).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("keeps no code, only its hash")
  void hashOnly() {
    String code = code(issue("olga", site.id));

    String row =
        database
            .sql("select row_to_json(c)::text from registry.enrolment_code c where facility_id = ?")
            .param(site.id)
            .query(String.class)
            .single();

    assertThat(row).contains(new EnrolmentCode(code).hash());
    assertThat(row).doesNotContain(code).doesNotContain(code.replace("-", ""));
  }

  @Test
  @DisplayName("answers a wrong, a used, a withdrawn and an old code alike, and changes nothing")
  void codesThatDoNotCount() {
    String used = code(issue("olga", site.id));
    assertThat(enrol(used, keysOf(site), keysOf(site)).status()).isEqualTo(201);
    Site late = Site.stranger(newId("late"), url());
    String withdrawn = code(issue("olga", late.id));
    String old = code(issue("olga", late.id));
    database
        .sql("update registry.enrolment_code set expires_at = now() where code_hash = ?")
        .param(new EnrolmentCode(old).hash())
        .update();

    List<String> answers =
        Stream.of(EnrolmentCode.generate().text(), "", used, withdrawn, old)
            .map(code -> enrol(code, keysOf(late), keysOf(late)))
            .map(answer -> answer.status() + answer.contentType() + answer.body())
            .toList();

    assertThat(answers).hasSize(5).containsOnly(answers.get(0));
    assertThat(answers.get(0)).startsWith("403application/problem+json").contains(CODE_REFUSED);
    assertThat(keys.of(late.id)).isEmpty();
  }

  @Test
  @DisplayName("takes one of two who send the same code at the same moment")
  void race() {
    String code = code(issue("olga", site.id));
    Site thief = Site.stranger(site.id, url());

    List<Integer> statuses =
        Stream.of(site, thief, site, thief)
            .map(
                one ->
                    CompletableFuture.supplyAsync(
                        () -> enrol(code, keysOf(one), keysOf(one)).status()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(statuses).containsExactlyInAnyOrder(201, 403, 403, 403);
  }

  @Test
  @DisplayName(
      "refuses keys whose private halves did not sign, and leaves the code to who has them")
  void proofByAnotherKey() {
    String code = code(issue("olga", site.id));
    for (KeyRole role : KeyRole.values()) {
      Map<KeyRole, SigningKey> signers = new EnumMap<>(keysOf(site));
      signers.put(role, SigningKey.generate());

      Answer answer = enrol(code, keysOf(site), signers);

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().get("detail").asText())
          .isEqualTo("The proof of the " + role.word() + " key does not hold.");
    }
    assertThat(enrol(code, keysOf(site), keysOf(site)).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("refuses proofs that were made for another code, another platform or other keys")
  void relayed() {
    String code = code(issue("olga", site.id));
    Map<KeyRole, VerificationKey> publicHalves = publicHalves(keysOf(site));
    Map<KeyRole, VerificationKey> others = new EnumMap<>(publicHalves);
    others.put(KeyRole.POLICY, SigningKey.generate().verificationKey());
    EnrolmentCode right = new EnrolmentCode(code);

    for (KeyProof proof :
        List.of(
            KeyProof.ofEnrolment(EnrolmentCode.generate(), Site.AUDIENCE, publicHalves),
            KeyProof.ofEnrolment(right, "https://phishing.example", publicHalves),
            KeyProof.ofEnrolment(right, Site.AUDIENCE, others))) {
      assertThat(
              send(request(
                      code, Site.AUDIENCE, Optional.empty(), keysOf(site), keysOf(site), proof))
                  .status())
          .isEqualTo(422);
    }
    Answer elsewhere =
        send(
            request(
                code,
                "https://phishing.example",
                Optional.empty(),
                keysOf(site),
                keysOf(site),
                KeyProof.ofEnrolment(right, "https://phishing.example", publicHalves)));
    assertThat(elsewhere.status()).isEqualTo(422);
    assertThat(elsewhere.json().get("detail").asText()).contains("--platform " + Site.AUDIENCE);
  }

  @Test
  @DisplayName("refuses a key that is registered elsewhere, and one key for two purposes")
  void knownKeys() {
    Site borealis = Site.registered(newId("borealis"), url());
    String code = code(issue("olga", site.id));
    Map<KeyRole, SigningKey> stolen = new EnumMap<>(keysOf(site));
    stolen.put(KeyRole.POLICY, borealis.release);
    Map<KeyRole, SigningKey> twice = new EnumMap<>(keysOf(site));
    twice.put(KeyRole.POLICY, site.release);

    assertThat(enrol(code, stolen, stolen).status()).isEqualTo(409);
    assertThat(enrol(code, twice, twice).status()).isEqualTo(422);
    assertThat(enrol(code, keysOf(site), keysOf(site)).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("refuses a code of another facility to a site that says who it is")
  void codeForAnotherFacility() {
    Site borealis = Site.registered(newId("borealis"), url());
    Site aurora = Site.registered(site.id, url());
    String code = code(issueReplacement("olga", borealis.id));
    Map<KeyRole, SigningKey> fresh = keysOf(Site.stranger("x", url()));

    Answer answer = enrolAs(Optional.of(aurora.id), code, fresh);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains(CODE_REFUSED);
    assertThat(keys.present(borealis.id)).containsValue(borealis.transport.verificationKey());
  }

  @Test
  @DisplayName("wants every key of a facility, and the transport key alone of the proving ground")
  void roles() {
    String code = code(issue("olga", site.id));
    Map<KeyRole, SigningKey> transport = Map.of(KeyRole.TRANSPORT, site.transport);

    assertThat(enrol(code, transport, transport).status()).isEqualTo(422);
    assertThat(enrol(code, keysOf(site), keysOf(site)).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("never takes a private key, and says what it does not understand")
  void malformed() {
    String code = code(issue("olga", site.id));
    String leaking =
        send(CanonicalJson.write(
                new EnrolmentRequest(
                    code,
                    Site.AUDIENCE,
                    Optional.empty(),
                    Map.of(
                        KeyRole.RELEASE,
                        new OfferedKey(site.release.toEcKey().toJSONObject(), "")))))
            .body();

    assertThat(leaking).contains("this is a private key");
    for (String body : List.of("{}", "null", "[]", "x", "{\"code\":1}")) {
      assertThat(send(body).status()).as(body).isEqualTo(422);
    }
  }

  @Test
  @DisplayName("lets one address guess ten codes a minute")
  void guessing() {
    for (int guess = 0; guess < GuessLimit.OF_ONE_ADDRESS; guess++) {
      assertThat(enrol("guess-" + guess, keysOf(site), keysOf(site)).status()).isEqualTo(403);
    }

    assertThat(enrol("guess-11", keysOf(site), keysOf(site)).status()).isEqualTo(429);
    String right = code(issue("olga", site.id));
    assertThat(enrol(right, keysOf(site), keysOf(site)).status())
        .as("nor does a right one tell that it is")
        .isEqualTo(429);
  }

  @Test
  @DisplayName("replaces lost keys: the old ones end, the facility and its history stay")
  void replaces() {
    Site lost = Site.registered(site.id, url());
    Site found = Site.stranger(site.id, url());
    Map<KeyRole, SigningKey> offered = new EnumMap<>(keysOf(found));
    offered.put(KeyRole.POLICY, lost.policy);

    Answer answer = enrolAs(Optional.of(site.id), code(issueReplacement("olga", site.id)), offered);

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(lost.http().get("/facility/benchmarks").status()).isEqualTo(401);
    assertThat(found.http().get("/facility/benchmarks").status()).isEqualTo(200);
    assertThat(keys.present(site.id)).isEqualTo(publicHalves(offered));
    assertThat(keys.of(site.id))
        .filteredOn(key -> !key.isPresent())
        .extracting(FacilityKey::thumbprint)
        .containsExactlyInAnyOrder(lost.transport.id(), lost.release.id());
    assertThat(keys.find(site.id, lost.release.id()).orElseThrow().ended())
        .contains(FacilityKey.End.REPLACED);
    Map<KeyRole, SigningKey> again = keysOf(lost);
    assertThat(
            enrolAs(Optional.of(site.id), code(issueReplacement("olga", site.id)), again).status())
        .as("a key that ended never comes back")
        .isEqualTo(409);
  }

  private static Map<KeyRole, SigningKey> keysOf(Site site) {
    return Map.of(
        KeyRole.TRANSPORT, site.transport,
        KeyRole.RELEASE, site.release,
        KeyRole.POLICY, site.policy);
  }

  private static Map<KeyRole, VerificationKey> publicHalves(Map<KeyRole, SigningKey> keys) {
    Map<KeyRole, VerificationKey> halves = new EnumMap<>(KeyRole.class);
    keys.forEach((role, key) -> halves.put(role, key.verificationKey()));
    return halves;
  }

  private Answer issue(String user, String id) {
    return new Http(url())
        .as(user)
        .postJson(
            "/api/facilities/codes",
            Http.json(Map.of("id", id, "name", "Hospital " + id, "organisation", "Trust")));
  }

  private Answer issueReplacement(String user, String id) {
    return new Http(url()).as(user).postJson("/api/facilities/" + id + "/codes", "");
  }

  private static String code(Answer issued) {
    return issued.json().get("code").asText();
  }

  private Answer enrol(
      String code, Map<KeyRole, SigningKey> offered, Map<KeyRole, SigningKey> signers) {
    return send(
        request(code, Site.AUDIENCE, Optional.empty(), offered, signers, proof(code, offered)));
  }

  private Answer enrolAs(Optional<String> id, String code, Map<KeyRole, SigningKey> offered) {
    return send(request(code, Site.AUDIENCE, id, offered, offered, proof(code, offered)));
  }

  private static KeyProof proof(String code, Map<KeyRole, SigningKey> offered) {
    return KeyProof.ofEnrolment(new EnrolmentCode(code), Site.AUDIENCE, publicHalves(offered));
  }

  private static String request(
      String code,
      String platform,
      Optional<String> facilityId,
      Map<KeyRole, SigningKey> offered,
      Map<KeyRole, SigningKey> signers,
      KeyProof proof) {
    Map<KeyRole, OfferedKey> keys = new EnumMap<>(KeyRole.class);
    offered.forEach(
        (role, key) ->
            keys.put(
                role,
                new OfferedKey(
                    key.verificationKey().jwk(),
                    proof.sign(Optional.ofNullable(signers.get(role)).orElseThrow()))));
    return CanonicalJson.write(new EnrolmentRequest(code, platform, facilityId, keys));
  }

  private Answer send(String body) {
    return new Http(url()).postJson("/facility/enrolment", body);
  }
}
