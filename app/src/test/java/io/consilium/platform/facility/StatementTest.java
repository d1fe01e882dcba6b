package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.PreparationRequested;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.contract.statement.Statement;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.scenario.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

@DisplayName("A statement")
class StatementTest extends Scenario {
  private Site aurora;

  @BeforeEach
  void aFacility() {
    aurora = Site.registered(newId("aurora"), url());
  }

  @Test
  @DisplayName("is kept as it was signed, and sent again changes nothing")
  void keptOnce() {
    Revision revision = activeBenchmark();
    Envelope envelope = Envelope.sign(new Statement(preparation(revision)), aurora.release);

    Answer first = aurora.http().postJson("/facility/statements", envelope.toJson());
    Answer again = aurora.http().postJson("/facility/statements", envelope.toJson());

    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(first.json().get("id").asText()).isEqualTo(envelope.id());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(
            runtime
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(aurora.id + ".data")
                .count())
        .isEqualTo(1);
    String kept =
        database
            .sql("select envelope from registry.statement where id = ?")
            .param(envelope.id())
            .query(String.class)
            .single();
    assertThat(Envelope.parse(kept).verify(aurora.release.verificationKey()))
        .isEqualTo(new Statement(preparation(revision)));
  }

  @Test
  @DisplayName("that was kept can be neither changed nor removed")
  void appendOnly() {
    Revision revision = activeBenchmark();
    aurora.state(preparation(revision), aurora.release);

    for (String sql :
        List.of(
            "update registry.statement set received_at = now()",
            "delete from registry.statement",
            "truncate registry.statement")) {
      assertThatThrownBy(() -> database.sql(sql).update())
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  @DisplayName("that contradicts what is registered is refused, and not kept")
  void refused() {
    PreparationRequested unknown =
        new PreparationRequested(
            aurora.id, aurora.id + ".data", newId("no-such"), 1, "sha256:" + "0".repeat(64));

    Answer answer = aurora.state(unknown, aurora.release);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(statementsOf(aurora)).isZero();
  }

  @Test
  @DisplayName("signed with another key than the facility's is refused")
  void wrongKey() {
    Revision revision = activeBenchmark();
    Site borealis = Site.registered(newId("borealis"), url());

    for (SigningKey key :
        List.of(SigningKey.generate(), aurora.transport, borealis.release, aurora.policy)) {
      assertThat(aurora.state(preparation(revision), key).status()).isEqualTo(422);
    }
    assertThat(statementsOf(aurora)).isZero();
  }

  @Test
  @DisplayName("about a result says whether a person or policy released it, as its key does")
  void policyKey() {
    assertThat(aurora.state(result(ResultReleased.POLICY), aurora.release).body())
        .contains("The policy key signs");
    assertThat(aurora.state(result("data-owner-1"), aurora.policy).body())
        .contains("The policy key signs");
    // Rightly signed, it goes on to whoever knows that there is no such execution.
    Answer byPolicy = aurora.state(result(ResultReleased.POLICY), aurora.policy);
    assertThat(byPolicy.status()).isIn(409, 422);
    assertThat(byPolicy.body()).doesNotContain("The policy key signs");
  }

  @Test
  @DisplayName("that was changed after signing is refused")
  void tampered() {
    Revision revision = activeBenchmark();
    Envelope envelope = Envelope.sign(new Statement(preparation(revision)), aurora.release);
    String changed =
        new String(Base64.getDecoder().decode(envelope.payload()), StandardCharsets.UTF_8)
            .replace(aurora.id + ".data", aurora.id + ".dota");
    Envelope forged =
        new Envelope(
            envelope.payloadType(),
            Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8)),
            envelope.signatures());

    Answer answer = aurora.http().postJson("/facility/statements", forged.toJson());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).contains("not signed");
    assertThat(statementsOf(aurora)).isZero();
  }

  @ParameterizedTest
  @DisplayName("that is none is refused in words:")
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "not json",
        "{\"payloadType\": \"x\", \"payload\": \"\", \"signatures\": []}",
        "{\"payloadType\": \"x\", \"payload\": \"\", \"signatures\": [], \"more\": 1}",
        "{\"payloadType\": null, \"payload\": null, \"signatures\": null}",
        "{\"payloadType\": \"x\", \"payload\": \"%\", \"signatures\": [{\"keyid\": \"\", \"sig\": \"%\"}]}"
      })
  void malformed(String body) {
    Answer answer = aurora.http().postJson("/facility/statements", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).isNotBlank();
  }

  private PreparationRequested preparation(Revision revision) {
    return new PreparationRequested(
        aurora.id,
        aurora.id + ".data",
        revision.benchmarkId(),
        revision.number(),
        revision.digest());
  }

  private Payload result(String releasedBy) {
    String digest = "sha256:" + "0".repeat(64);
    return new ResultReleased(
        aurora.id,
        "no-such-execution",
        "lesions-r1-round-1",
        "lesions",
        1,
        digest,
        aurora.id + ".data",
        "hmac-sha256:" + "0".repeat(64),
        "some-model",
        digest,
        digest,
        digest,
        "committee",
        new ReleasedMetrics(Map.of(), Map.of()),
        releasedBy,
        "0".repeat(64),
        "0".repeat(64));
  }

  private long statementsOf(Site site) {
    return database
        .sql("select count(*) from registry.statement where facility_id = ?")
        .param(site.id)
        .query(Long.class)
        .single();
  }
}
