package io.consilium.platform.association;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Ids;
import io.consilium.contract.Topics;
import io.consilium.contract.statement.Payload.AssociationRequested;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Scenario;
import io.consilium.platform.scenario.Site;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Taking part in a benchmark")
class AssociationTest extends Scenario {
  @Test
  @DisplayName("is decided about by the benchmark's committee, also for the second time")
  void declinedAndAskedAgain() {
    Revision revision = activeBenchmark();
    String model = registeredModel();
    String association = ask(model, revision);
    decide("chloe", association, "decline", "Too slow");
    awaitAssociation(association, AssociationState.DECLINED);

    ask(model, revision);
    decide("dev", association, "approve", "");
    awaitAssociation(association, AssociationState.APPROVED);

    List<String> history =
        database
            .sql(
                "select state from registry.association_entry where association_id = ? order by id")
            .param(association)
            .query(String.class)
            .list();
    assertThat(history).containsExactly("PROPOSED", "DECLINED", "PROPOSED", "APPROVED");
  }

  @Test
  @DisplayName("may be asked for again by a facility whose dataset was declined")
  void declinedDatasetAskedAgain() {
    Revision revision = activeBenchmark();
    Site site = site();
    registeredDataset(site, revision, 40);
    site.offer("data", revision);
    String association =
        Ids.association(site.dataset("data"), revision.benchmarkId(), revision.number());
    decide("chloe", association, "decline", "Too few people for now");
    awaitAssociation(association, AssociationState.DECLINED);

    site.state(
        new AssociationRequested(
            site.id(),
            site.dataset("data"),
            revision.benchmarkId(),
            revision.number(),
            revision.digest(),
            site.fingerprint(),
            "data-owner-1",
            2));
    decide("dev", association, "approve", "Enough after all");

    awaitAssociation(association, AssociationState.APPROVED);
  }

  @Test
  @DisplayName("is asked for once: a second wish is a conflict")
  void askedTwice() {
    Revision revision = activeBenchmark();
    String model = registeredModel();
    ask(model, revision);

    Answer again = wish(model, revision.benchmarkId());

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("detail").asText()).contains(model).contains("under review");
  }

  @Test
  @DisplayName("is for the owner's own models")
  void foreignModel() {
    Revision revision = activeBenchmark();
    String model = registeredModel();

    Answer answer =
        person("ines")
            .post(
                "/api/models/" + model + "/associations",
                "application/json",
                "{\"benchmarkId\": \"" + revision.benchmarkId() + "\"}");

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  @DisplayName("is refused for a benchmark without an active revision")
  void proposedBenchmarkRefuses() {
    Revision revision = proposedBenchmark();

    Answer answer = wish(registeredModel(), revision.benchmarkId());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).contains(revision.benchmarkId());
  }

  @Test
  @DisplayName("is refused to a dataset that has changed since it was registered")
  void changedDataset() {
    Revision revision = activeBenchmark();
    Site site = site();
    registeredDataset(site, revision, 40);

    Answer answer =
        site.send(
            new AssociationRequested(
                site.id(),
                site.dataset("data"),
                revision.benchmarkId(),
                revision.number(),
                revision.digest(),
                "hmac-sha256:" + "5".repeat(64),
                "data-owner-1"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText())
        .contains(site.dataset("data"))
        .contains("another fingerprint");
  }

  @Test
  @DisplayName("makes a model an offer to facilities, with who approved it")
  void offered() {
    Revision revision = activeBenchmark();
    Site site = site();
    String hidden = registeredModel();
    String model = approvedModel(revision);

    JsonNode offer =
        StreamSupport.stream(site.get("/benchmarks").json().spliterator(), false)
            .filter(one -> one.get("benchmarkId").asText().equals(revision.benchmarkId()))
            .findFirst()
            .orElseThrow();

    assertThat(offer.get("models").findValuesAsText("modelId"))
        .containsExactlyInAnyOrder(revision.content().containers().referenceModel().id(), model);
    JsonNode approval = site.get("/models/" + model).json().get("approvals").get(0);
    assertThat(approval.get("by").asText()).isEqualTo("dev");
    assertThat(approval.get("comment").asText()).isEqualTo("Worth a try");
    assertThat(site.get("/models/" + hidden).status()).isEqualTo(404);
    assertThat(provingGround().get("/models/" + hidden).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("of a model under the id of another document is refused")
  void sameIdOtherDocument() {
    String model = registeredModel();
    String changed = documents.model(model).replace("Model " + model, "Another");

    Answer answer = person("max").post("/api/models", "application/yaml", changed);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("detail").asText()).contains(model);
  }

  private String registeredModel() {
    String id = newId("model");
    assertThat(person("max").post("/api/models", "application/yaml", documents.model(id)).status())
        .isEqualTo(201);
    return id;
  }

  private Answer wish(String model, String benchmarkId) {
    return person("max")
        .post(
            "/api/models/" + model + "/associations",
            "application/json",
            "{\"benchmarkId\": \"" + benchmarkId + "\"}");
  }

  private String ask(String model, Revision revision) {
    Answer answer = wish(model, revision.benchmarkId());
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    String association = Ids.association(model, revision.benchmarkId(), revision.number());
    provingGround().complete(Topics.COMPATIBILITY_TEST, association);
    return association;
  }
}
