package io.consilium.worker.authorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.worker.authorisation.Difference.Effect;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.zoo.Attack;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the data owner's word holds, what it is given to judge, and how it is taken back. */
class AcceptanceTest {
  private static final Documents DOCUMENTS = Documents.onPaper();
  private static final BenchmarkDocument REVISION = DOCUMENTS.benchmark();
  private static final String MODEL = "random-forest";

  @TempDir private Path folder;
  private TestSite site;

  @BeforeEach
  void openSite() {
    site = TestSite.in(folder, "acceptance: {valid_for: P30D}\n").accepting(DOCUMENTS, MODEL);
  }

  @AfterEach
  void closeSite() {
    site.close();
  }

  @Test
  @Attack("acceptance/expired")
  void anAcceptanceEndsWhenItsTimeIsOver() {
    assertThat(after(Duration.ofDays(29)).requireRevision(Documents.BENCHMARK).document())
        .isEqualTo(REVISION);

    assertThatThrownBy(() -> after(Duration.ofDays(30)).requireRevision(Documents.BENCHMARK))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("the acceptance of aspirates-r1 expired on ")
        .hasMessageContaining("consilium accept aspirates");
    assertThatThrownBy(() -> after(Duration.ofDays(30)).requireContainer(REVISION, MODEL))
        .hasMessageContaining("the acceptance of the model random-forest expired on ")
        .hasMessageContaining("consilium accept aspirates --models random-forest");
    assertThat(after(Duration.ofDays(30)).models(REVISION)).containsExactly(Documents.REFERENCE);
  }

  @Test
  void whoAcceptsAgainRenewsIt() {
    Acceptances later = after(Duration.ofDays(40));

    later.accept(later.propose(Documents.BENCHMARK, new ModelChoice.All()), "Freya");

    assertThat(after(Duration.ofDays(69)).requireRevision(Documents.BENCHMARK).document())
        .isEqualTo(REVISION);
    assertThat(after(Duration.ofDays(69)).models(REVISION)).contains(MODEL);
  }

  @Test
  @Attack("acceptance/taken_back")
  void aRevisionThatWasTakenBackIsNotInForceAndTheReasonIsKept() {
    site.acceptances.withdraw(Documents.BENCHMARK, List.of(), "Freya", "the scanner is gone");

    assertThatThrownBy(() -> site.acceptances.requireRevision(Documents.BENCHMARK))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("was withdrawn by Freya")
        .hasMessageContaining("the scanner is gone");
    assertThat(site.acceptances.history(Documents.BENCHMARK).get(0))
        .satisfies(
            last -> {
              assertThat(last.kind()).isEqualTo(AcceptanceDecision.Kind.WITHDRAWN);
              assertThat(last.model()).isEmpty();
              assertThat(last.reason()).isEqualTo("the scanner is gone");
            });
  }

  @Test
  void oneModelCanBeTakenBackAndTheOthersStay() {
    site.stub.offering(REVISION, DOCUMENTS.model(MODEL), DOCUMENTS.model("oak"));
    site.acceptances.accept(
        site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.All()), "Freya");

    site.acceptances.withdraw(Documents.BENCHMARK, List.of(MODEL), "Freya", "too slow");

    assertThat(site.acceptances.models(REVISION)).containsExactly(Documents.REFERENCE, "oak");
    assertThatThrownBy(() -> site.acceptances.requireContainer(REVISION, MODEL))
        .hasMessageContaining("was withdrawn by Freya");
  }

  @Test
  void theReferenceModelGoesWithItsRevision() {
    assertThatThrownBy(
            () ->
                site.acceptances.withdraw(
                    Documents.BENCHMARK, List.of(Documents.REFERENCE), "Freya", "too slow"))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("comes with its revision");
  }

  @Test
  void nobodyTakesBackWithoutSayingWhy() {
    assertThatThrownBy(
            () -> site.acceptances.withdraw(Documents.BENCHMARK, List.of(), "Freya", " "))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("say why");
  }

  @Test
  @Attack("acceptance/back_after_withdrawal")
  void numbersDoNotGoBackEvenAfterTheNewestWasTakenBack() {
    site.accepting(DOCUMENTS.revision(2));
    site.acceptances.withdraw(Documents.BENCHMARK, List.of(), "Freya", "wrong");
    site.stub.offering(REVISION);

    assertThatThrownBy(() -> site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.All()))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("does not go back to revision 1");
  }

  @Test
  void aRevisionIsDeclinedWithAReasonThatStays() {
    site.stub.offering(DOCUMENTS.revision(2).benchmark());
    Proposal second =
        site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.Named(List.of()));

    site.acceptances.decline(second, "Freya", "not our question");

    assertThat(site.acceptances.history(Documents.BENCHMARK).get(0))
        .satisfies(
            last -> {
              assertThat(last.kind()).isEqualTo(AcceptanceDecision.Kind.DECLINED);
              assertThat(last.revision()).isEqualTo(2);
              assertThat(last.reason()).isEqualTo("not our question");
            });
    assertThat(site.acceptances.requireRevision(Documents.BENCHMARK).document().revision())
        .isEqualTo(1);
    assertThat(site.stub.requests())
        .noneSatisfy(request -> assertThat(request.body()).contains("not our question"));
  }

  @Test
  void whatIsAcceptedIsNotDeclinedButTakenBack() {
    Proposal proposal = site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.All());

    assertThatThrownBy(() -> site.acceptances.decline(proposal, "Freya", "no"))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("consilium accept aspirates --models random-forest --withdraw");
  }

  @Test
  @Attack("acceptance/withdrawn_model")
  void aModelThatThePlatformWithdrewDoesNotRunAgainBeforeAPersonAcceptsIt() {
    site.stub.offering(REVISION);
    assertThatThrownBy(() -> site.acceptances.requireOffered(REVISION, Optional.of(MODEL)))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("the platform withdrew the model random-forest");

    site.stub.offering(REVISION, DOCUMENTS.model(MODEL));
    assertThatThrownBy(() -> site.acceptances.requireContainer(REVISION, MODEL))
        .as("it comes back by an edited database")
        .hasMessageContaining("was withdrawn by the platform");

    site.accepting(DOCUMENTS, MODEL);
    assertThat(site.acceptances.requireContainer(REVISION, MODEL))
        .isEqualTo(DOCUMENTS.model(MODEL).container());
  }

  @Test
  void aRevisionThatIsNotOfferedAnyMoreIsNotRun() {
    site.stub.offering(DOCUMENTS.revision(2).benchmark());

    assertThatThrownBy(() -> site.acceptances.requireOffered(REVISION, Optional.empty()))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("does not offer aspirates-r1 any more");
  }

  @Test
  void aProposalSaysHowItDiffersFromWhatWasAccepted() {
    BenchmarkDocument changed =
        BenchmarkDocument.fromCanonicalJson(
            DOCUMENTS
                .revision(2)
                .minimumCount(5)
                .evaluator("verbose")
                .benchmark()
                .canonicalJson()
                .replace("\"audience\":\"participants\"", "\"audience\":\"public\"")
                .replace("\"decimals\":4", "\"decimals\":6")
                .replace("sha256:aaaa", "sha256:bbbb")
                .replace(
                    "{\"better\":\"none\",\"decimals\":0,\"id\":\"events\"",
                    "{\"better\":\"none\",\"decimals\":0,\"id\":\"cases\"")
                .replace(
                    "\"path\":\"events\",\"people\":[\"events\"]",
                    "\"path\":\"events\",\"people\":[\"cases\"]"));
    site.stub.offering(changed);

    Proposal proposal =
        site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.Named(List.of()));

    assertThat(proposal.before().orElseThrow().document()).isEqualTo(REVISION);
    assertThat(proposal.differences())
        .extracting(Difference::subject, Difference::effect)
        .contains(
            tuple("audience", Effect.WIDENS),
            tuple("minimum count", Effect.WIDENS),
            tuple("evaluator, parameters", Effect.CHANGES),
            tuple("preparator, image", Effect.CHANGES),
            tuple("figure accuracy", Effect.WIDENS),
            tuple("statistic cases", Effect.WIDENS),
            tuple("statistic events", Effect.NARROWS))
        .doesNotContain(tuple("title", Effect.CHANGES));
    assertThat(proposal.differences())
        .extracting(Difference::words)
        .contains("audience: participants → public", "minimum count: 10 → 5");
  }

  @Test
  void whatIsTheSameHasNoDifferences() {
    Proposal proposal = site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.All());

    assertThat(proposal.differences()).isEmpty();
    assertThat(proposal.models().get(0).differences()).isEmpty();
    assertThat(proposal.models().get(0).before()).isPresent();
  }

  @Test
  void aModelThatChangedBetweenRevisionsSaysHow() {
    Documents second = DOCUMENTS.revision(2);
    site.stub.offering(second.benchmark(), second.changedModel(MODEL));

    Proposal.Model model =
        site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.All()).models().get(0);

    assertThat(model.differences())
        .extracting(Difference::words)
        .containsExactly("model random-forest, parameters: {\"seconds\":0} → {\"seconds\":1}");
  }

  @Test
  void aProposalHoldsWhatADataOwnerHasToJudge() {
    Proposal proposal = site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.All());

    assertThat(proposal.figures().get(2).words())
        .isEqualTo("Accuracy (proportion: Correct of Women; 4 decimals; rests on Women)");
    assertThat(proposal.statistics()).extracting(ProposedFigure::id).contains("events");
    assertThat(proposal.containers())
        .extracting(ProposedContainer::role)
        .containsExactly("preparator", "reference model", "model", "evaluator");
    ProposedContainer evaluator = proposal.containers().get(3);
    assertThat(evaluator.image()).isEqualTo("127.0.0.1:5000/tests/benchmark@" + DOCUMENTS.digest());
    assertThat(evaluator.parameters()).isEqualTo("{\"mode\":\"honest\"}");
    assertThat(evaluator.tasks().get(0))
        .isEqualTo(
            new ProposedContainer.Task(
                "evaluate",
                List.of("labels", "parameters_file", "predictions"),
                List.of("output_path"),
                List.of("command /attacks/benchmark.py evaluate")));
  }

  private Acceptances after(Duration time) {
    return site.acceptancesAt(Clock.offset(TestSite.CLOCK, time));
  }
}
