package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import io.consilium.contract.Topics;
import io.consilium.contract.gateway.FacilityToken;
import io.consilium.contract.gateway.KeyProof;
import io.consilium.contract.gateway.KeyRevocation;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.gateway.KeyRotation;
import io.consilium.contract.gateway.KeyRotation.Signer;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload.PreparationRequested;
import io.consilium.contract.statement.Statement;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

@DisplayName("A facility's key")
class KeyChangeTest extends Scenario {
  @Autowired private FacilityKeys keys;
  @Autowired private Polls polls;

  private Site aurora;
  private final SigningKey fresh = SigningKey.generate();

  @BeforeEach
  void aFacility() {
    aurora = Site.registered(newId("aurora"), url());
  }

  @Test
  @DisplayName("gives way to one that it signed itself, and that signed too")
  void rotatesTransport() {
    Answer answer =
        rotate(KeyRole.TRANSPORT, Map.of(Signer.OLD_KEY, aurora.transport, Signer.NEW_KEY, fresh));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(aurora.http().get("/facility/keys").status()).isEqualTo(401);
    Answer known = aurora.withToken(token(fresh)).get("/facility/keys");
    assertThat(known.status()).isEqualTo(200);
    assertThat(known.json().get("thumbprints").get("TRANSPORT").asText()).isEqualTo(fresh.id());
    assertThat(history(aurora.transport)).contains(FacilityKey.End.ROTATED);
  }

  @Test
  @DisplayName("asked for twice, the rotation changes nothing the second time")
  void rotatesOnce() {
    Map<Signer, SigningKey> signers = Map.of(Signer.OLD_KEY, aurora.release, Signer.NEW_KEY, fresh);
    String body = rotation(KeyRole.RELEASE, aurora.release, signers);

    assertThat(aurora.http().postJson("/facility/keys", body).status()).isEqualTo(200);
    assertThat(aurora.http().postJson("/facility/keys", body).status()).isEqualTo(200);

    assertThat(keys.of(aurora.id)).hasSize(4);
  }

  @Test
  @DisplayName("does not give way without each of the signatures that it takes")
  void missingSignatures() {
    SigningKey other = SigningKey.generate();
    record Try(KeyRole role, Map<Signer, SigningKey> signers) {}
    List<Try> tries =
        List.of(
            new Try(KeyRole.TRANSPORT, Map.of(Signer.NEW_KEY, fresh)),
            new Try(KeyRole.TRANSPORT, Map.of(Signer.OLD_KEY, aurora.transport)),
            new Try(KeyRole.TRANSPORT, Map.of(Signer.OLD_KEY, other, Signer.NEW_KEY, fresh)),
            // Whoever stole the unattended key cannot make itself a release or policy key.
            new Try(
                KeyRole.RELEASE, Map.of(Signer.OLD_KEY, aurora.transport, Signer.NEW_KEY, fresh)),
            new Try(KeyRole.RELEASE, Map.of(Signer.OLD_KEY, aurora.policy, Signer.NEW_KEY, fresh)),
            new Try(KeyRole.POLICY, Map.of(Signer.OLD_KEY, aurora.policy, Signer.NEW_KEY, fresh)),
            new Try(
                KeyRole.POLICY,
                Map.of(
                    Signer.OLD_KEY, aurora.policy,
                    Signer.NEW_KEY, fresh,
                    Signer.RELEASE_KEY, aurora.policy)));
    for (Try one : tries) {
      Answer answer = rotate(one.role(), one.signers());

      assertThat(answer.status()).as(one.toString()).isEqualTo(422);
      assertThat(answer.json().get("detail").asText()).contains("not signed by the");
    }
    assertThat(keys.of(aurora.id)).hasSize(3).allMatch(FacilityKey::isPresent);
  }

  @Test
  @DisplayName("for policy gives way when the release key answers for the new one")
  void rotatesPolicy() {
    assertThat(
            rotate(
                    KeyRole.POLICY,
                    Map.of(
                        Signer.OLD_KEY, aurora.policy,
                        Signer.NEW_KEY, fresh,
                        Signer.RELEASE_KEY, aurora.release))
                .status())
        .isEqualTo(200);
    assertThat(keys.present(aurora.id)).containsEntry(KeyRole.POLICY, fresh.verificationKey());
  }

  @Test
  @DisplayName("does not give way to one that another facility has, or that this one had")
  void knownKeys() {
    Site borealis = Site.registered(newId("borealis"), url());
    for (SigningKey known : List.of(borealis.release, aurora.policy)) {
      String body =
          CanonicalJson.write(
              rotationTo(
                  known,
                  KeyRole.RELEASE,
                  aurora.release,
                  Map.of(Signer.OLD_KEY, aurora.release, Signer.NEW_KEY, known)));

      assertThat(aurora.http().postJson("/facility/keys", body).status()).isEqualTo(409);
    }
  }

  @Test
  @DisplayName("that rotated still verifies what it signed before, and signs nothing new")
  void earlierStatements() {
    Revision revision = activeBenchmark();
    Envelope before = Envelope.sign(new Statement(preparation(revision, "before")), aurora.release);
    assertThat(aurora.http().postJson("/facility/statements", before.toJson()).status())
        .isEqualTo(201);
    rotate(KeyRole.RELEASE, Map.of(Signer.OLD_KEY, aurora.release, Signer.NEW_KEY, fresh));

    Answer again = aurora.http().postJson("/facility/statements", before.toJson());
    Answer late = aurora.state(preparation(revision, "late"), aurora.release);
    Answer now = aurora.state(preparation(revision, "now"), fresh);

    assertThat(again.status()).as("known for ever").isEqualTo(200);
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.json().get("detail").asText()).contains("ended at");
    assertThat(now.status()).as(now.body()).isEqualTo(201);
    var published =
        StreamSupport.stream(
                new Http(url())
                    .as("ada")
                    .get("/api/facilities/" + aurora.id + "/keys")
                    .json()
                    .spliterator(),
                false)
            .filter(key -> key.get("thumbprint").asText().equals(before.claimedKeyId()))
            .findFirst()
            .orElseThrow();
    VerificationKey old =
        VerificationKey.ofJwk(
            CanonicalJson.STRICT.convertValue(
                published.get("publicKey"), new TypeReference<>() {}));
    assertThat(before.verify(old).payload()).isEqualTo(preparation(revision, "before"));
    assertThat(published.get("validUntil").asText()).isNotBlank();
  }

  @Test
  @DisplayName("can be revoked by an operator and by nobody else")
  void revocationIsTheOperators() {
    String path = "/api/facilities/" + aurora.id + "/keys/" + aurora.transport.id() + "/revocation";
    for (String user : List.of("ada", "ines", "max", "chloe")) {
      assertThat(new Http(url()).as(user).postJson(path, "").status()).as(user).isEqualTo(403);
    }
    assertThat(new Http(url()).postJson(path, "").status()).isEqualTo(401);
    assertThat(aurora.http().get("/facility/keys").status()).isEqualTo(200);
    Site borealis = Site.registered(newId("borealis"), url());
    assertThat(
            operator()
                .postJson(
                    "/api/facilities/"
                        + borealis.id
                        + "/keys/"
                        + aurora.transport.id()
                        + "/revocation",
                    "")
                .status())
        .isEqualTo(404);

    assertThat(operator().postJson(path, "").status()).isEqualTo(204);

    assertThat(aurora.http().get("/facility/keys").status()).isEqualTo(401);
    assertThat(operator().postJson(path, "").status()).as("once").isEqualTo(404);
    assertThat(history(aurora.transport)).contains(FacilityKey.End.REVOKED);
  }

  @Test
  @DisplayName("that is revoked while its worker waits gets no work any more")
  void parkedPoll() {
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> aurora.fetch("w", Topics.PREPARE, 60_000));
    await().until(() -> polls.waiting(aurora.id) == 1);

    keys.revoke(aurora.id, aurora.transport.id(), "olga");

    assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
    assertThat(waiting.join().json()).isEmpty();
    assertThat(aurora.fetch("w", Topics.PREPARE, 0).status()).isEqualTo(401);
  }

  @Test
  @DisplayName("can be ended by the facility itself, whose other keys stay")
  void ownRevocation() {
    Answer answer =
        aurora
            .http()
            .postJson(
                "/facility/keys/revocations",
                CanonicalJson.write(new KeyRevocation(KeyRole.RELEASE)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(keys.present(aurora.id)).containsOnlyKeys(KeyRole.TRANSPORT, KeyRole.POLICY);
    assertThat(
            rotate(KeyRole.RELEASE, Map.of(Signer.OLD_KEY, aurora.release, Signer.NEW_KEY, fresh))
                .json()
                .get("detail")
                .asText())
        .contains("ask the operator for a code");
  }

  @Test
  @DisplayName("stays in the history: it can end once, and neither change nor go")
  void historyStays() {
    keys.revoke(aurora.id, aurora.transport.id(), "olga");
    for (String sql :
        List.of(
            "delete from registry.facility_key where facility_id = ?",
            "update registry.facility_key set valid_until = null, ended_how = null, ended_by = null"
                + " where facility_id = ?",
            "update registry.facility_key set role = 'POLICY' where facility_id = ?")) {
      assertThatThrownBy(() -> database.sql(sql).param(aurora.id).update())
          .isInstanceOf(DataAccessException.class);
    }
  }

  private Optional<FacilityKey.End> history(SigningKey key) {
    return keys.find(aurora.id, key.id()).orElseThrow().ended();
  }

  private Http operator() {
    return new Http(url()).as("olga");
  }

  private String token(SigningKey transport) {
    return FacilityToken.mint(aurora.id, Site.AUDIENCE, transport, Instant.now());
  }

  private PreparationRequested preparation(Revision revision, String data) {
    return new PreparationRequested(
        aurora.id,
        aurora.id + "." + data,
        revision.benchmarkId(),
        revision.number(),
        revision.digest());
  }

  private Answer rotate(KeyRole role, Map<Signer, SigningKey> signers) {
    SigningKey old =
        switch (role) {
          case TRANSPORT -> aurora.transport;
          case RELEASE -> aurora.release;
          case POLICY -> aurora.policy;
        };
    return aurora.http().postJson("/facility/keys", rotation(role, old, signers));
  }

  private String rotation(KeyRole role, SigningKey old, Map<Signer, SigningKey> signers) {
    return CanonicalJson.write(rotationTo(fresh, role, old, signers));
  }

  private KeyRotation rotationTo(
      SigningKey target, KeyRole role, SigningKey old, Map<Signer, SigningKey> signers) {
    KeyProof proof = KeyProof.ofRotation(aurora.id, Site.AUDIENCE, role, old.id(), target.id());
    Map<Signer, String> proofs = new EnumMap<>(Signer.class);
    signers.forEach((signer, key) -> proofs.put(signer, proof.sign(key)));
    return new KeyRotation(role, target.verificationKey().jwk(), proofs);
  }
}
