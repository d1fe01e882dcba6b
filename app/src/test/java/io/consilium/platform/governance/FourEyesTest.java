package io.consilium.platform.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.Groups;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.benchmark.RevisionState;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Browser;
import io.consilium.platform.scenario.Scenario;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("A review in Tasklist")
class FourEyesTest extends Scenario {
  @Autowired private IdentityService identity;

  @Test
  @DisplayName("is refused to the one who submitted, who is told so")
  void submitter() {
    Revision revision = proposedByAda();

    Answer answer = reviewer("ada", revision).decide(revision.id(), "approve", "Mine");

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.json().get("message").asText())
        .startsWith("You submitted " + revision.id() + " yourself")
        .contains("somebody else");
    assertThat(stateOf(revision)).isEqualTo(RevisionState.PROPOSED);
  }

  @Test
  @DisplayName("is refused to the submitter also when they say that another one submitted")
  void forgedSubmitter() {
    Revision revision = proposedByAda();

    Answer answer =
        reviewer("ada", revision)
            .submit(revision.id(), Map.of("decision", "approve", "submitter", "boris"));

    assertThat(answer.json().get("message").asText())
        .contains("no fields to fill in called [submitter]");
  }

  @Test
  @DisplayName("does not count when it declines without saying why")
  void declinesWithoutComment() {
    Revision revision = benchmarkUnderReview();

    Answer answer = reviewer("ada", revision).decide(revision.id(), "decline", "  ");

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.json().get("message").asText()).startsWith("Declining needs a comment");
    assertThat(stateOf(revision)).isEqualTo(RevisionState.PROPOSED);
  }

  @Test
  @DisplayName("does not count when its decision is unknown, and says which there are")
  void unknownDecision() {
    Revision revision = benchmarkUnderReview();

    Answer answer = reviewer("ada", revision).decide(revision.id(), "perhaps", "Hm");

    assertThat(answer.json().get("message").asText())
        .contains("perhaps")
        .contains("approve")
        .contains("decline");
  }

  @Test
  @DisplayName("does not count without a decision")
  void noDecision() {
    Revision revision = benchmarkUnderReview();

    Answer answer = reviewer("ada", revision).submit(revision.id(), Map.of("comment", "Hm"));

    assertThat(answer.json().get("message").asText()).contains("decision");
  }

  @Test
  @DisplayName("is not even seen by those who are not asked")
  void others() {
    activeBenchmark();
    Revision revision = benchmarkUnderReview();
    reviewer("ada", revision);

    assertThat(browser("dev").task(revision.id())).isEmpty();
  }

  @Test
  @DisplayName("goes by the record of who submitted, whatever the case's variable says")
  void changedVariable() {
    Revision revision = proposedByAda();
    Browser ada = reviewer("ada", revision);
    runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(revision.id())
        .list()
        .forEach(instance -> runtime.setVariable(instance.getId(), Variables.SUBMITTER, "boris"));

    Answer answer = ada.decide(revision.id(), "approve", "Mine");

    assertThat(answer.json().get("message").asText()).contains("yourself");
  }

  @Test
  @DisplayName("leaves who, what, when and why in the record")
  void recorded() {
    Revision revision = benchmarkUnderReview();

    decide("boris", revision.id(), "decline", "Too few people");

    awaitState(revision, RevisionState.DECLINED);
    var decisions =
        database
            .sql("select outcome, decided_by, comment from registry.decision where subject = ?")
            .param(revision.id())
            .query(
                (row, number) -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
            .list();
    assertThat(decisions).containsExactly("PROPOSED ines ", "DECLINED boris Too few people");
  }

  private Browser reviewer(String userId, Revision revision) {
    Browser browser = browser(userId);
    soon(() -> assertThat(browser.task(revision.id())).isPresent());
    return browser;
  }

  private RevisionState stateOf(Revision revision) {
    return revision(revision.benchmarkId(), revision.number()).state();
  }

  private Revision proposedByAda() {
    String yaml = documents.benchmark(newId("lesion"), uploadDemoDataset());
    identity.createMembership("ada", Groups.BENCHMARK_OWNERS);
    try {
      Answer answer = person("ada").post("/api/benchmarks", "application/yaml", yaml);
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      Revision revision = revision(answer.json().get("id").asText(), 1);
      provingGround().complete(Topics.COMPATIBILITY_TEST, revision.id());
      return revision;
    } finally {
      identity.deleteMembership("ada", Groups.BENCHMARK_OWNERS);
    }
  }
}
