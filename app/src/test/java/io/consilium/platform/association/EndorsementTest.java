package io.consilium.platform.association;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Scenario;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Signatures over a revision")
class EndorsementTest extends Scenario {
  private static final SigningKey KEY = SigningKey.generate();

  @Test
  @DisplayName("are handed in by the committee and carried to facilities as they are")
  void carried() {
    Revision revision = activeBenchmark();
    String model = approvedModel(revision);
    Envelope signature = Endorsement.of(revision.content(), Instant.now()).sign(KEY);
    JsonNode toSign = person("chloe").get(path(revision)).json();
    ModelDocument document =
        ModelDocument.fromCanonicalJson(models.find(model).orElseThrow().document());
    Envelope ofModel = Endorsement.of(revision.content(), document, Instant.now()).sign(KEY);

    assertThat(handIn("chloe", revision, signature).status()).isEqualTo(204);
    assertThat(handIn("chloe", revision, signature).status()).as("twice").isEqualTo(204);
    assertThat(handIn("dev", revision, ofModel).status()).isEqualTo(204);

    assertThat(toSign.path("digest").asText()).isEqualTo(revision.digest());
    assertThat(toSign.path("document").path("id").asText()).isEqualTo(revision.benchmarkId());
    assertThat(toSign.path("models").findValuesAsText("id")).contains(model);
    JsonNode offer =
        site().get("/revisions/%s/%d".formatted(revision.benchmarkId(), revision.number())).json();
    assertThat(offer.path("signatures"))
        .extracting(envelope -> Envelope.parse(envelope.toString()))
        .containsExactly(signature, ofModel);
  }

  @Test
  @DisplayName(
      "come from the revision's committee and nobody else, who is told no more than absent")
  void byTheCommitteeOnly() {
    Revision revision = activeBenchmark();
    Envelope signature = Endorsement.of(revision.content(), Instant.now()).sign(KEY);

    for (String outsider : new String[] {"ines", "max", "ada", "olga"}) {
      assertThat(handIn(outsider, revision, signature).status()).as(outsider).isEqualTo(404);
      assertThat(person(outsider).get(path(revision)).status()).as(outsider).isEqualTo(404);
    }
    assertThat(person("chloe").get("/api/benchmarks/no-such/revisions/1/signatures").status())
        .isEqualTo(404);
  }

  @Test
  @DisplayName("are about exactly this revision")
  void aboutThisRevision() {
    Revision revision = activeBenchmark();
    Revision other = activeBenchmark();
    Envelope signature = Endorsement.of(other.content(), Instant.now()).sign(KEY);

    Answer answer = handIn("chloe", revision, signature);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("is not about").contains(revision.digest());
    assertThat(person("chloe").post(path(revision), "application/json", "{\"a\":1}").status())
        .isEqualTo(422);
    assertThat(
            person("chloe")
                .post(
                    path(revision),
                    "application/json",
                    "{\"payloadType\":\"x\",\"payload\":\"!\",\"signatures\":[]}")
                .status())
        .isEqualTo(422);
  }

  private Answer handIn(String userId, Revision revision, Envelope signature) {
    return person(userId).post(path(revision), "application/json", signature.toJson());
  }

  private static String path(Revision revision) {
    return "/api/benchmarks/%s/revisions/%d/signatures"
        .formatted(revision.benchmarkId(), revision.number());
  }
}
