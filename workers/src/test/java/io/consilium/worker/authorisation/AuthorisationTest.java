package io.consilium.worker.authorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.Reason;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.worker.authorisation.Order.Preparation.Stage;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.Fingerprint;
import io.consilium.worker.cosign.ImageSignatures;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.outbound.Network;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the site refuses, whatever the platform orders. */
class AuthorisationTest {
  private static final Documents DOCUMENTS = Documents.onPaper();
  private static final BenchmarkDocument REVISION = DOCUMENTS.benchmark();
  private static final Order.RevisionRef ACCEPTED = ref(REVISION);
  private static final String MODEL = "random-forest";

  @TempDir private Path folder;
  private TestSite site;
  private Authorisation authorisation;

  @BeforeEach
  void openSite() throws IOException {
    site = TestSite.in(folder.resolve("site")).accepting(DOCUMENTS, MODEL);
    Path raw = Files.createDirectory(folder.resolve("raw"));
    site.catalogue.add("fna", Documents.BENCHMARK, raw, raw, 30);
    site.catalogue.add("other", "another-benchmark", raw, raw, 30);
    authorisation =
        new Authorisation(
            site.site,
            site.acceptances,
            site.catalogue,
            site.executions,
            site.platform,
            new ImageSignatures(
                List.of(), Set.of(), Network.direct(URI.create("http://127.0.0.1"))));
  }

  @AfterEach
  void closeSite() {
    site.close();
  }

  @Test
  void anAcceptedModelRunsOnARegisteredDataset() {
    register();

    Grant.Inference grant = authorisation.authorise(infer("e1", MODEL, ACCEPTED));

    assertThat(grant.model()).isEqualTo(DOCUMENTS.model(MODEL).container());
    assertThat(grant.dataset().name()).isEqualTo("fna");
  }

  @Test
  void theReferenceModelIsAcceptedWithItsRevision() {
    register();

    assertThat(authorisation.authorise(infer("e1", Documents.REFERENCE, ACCEPTED)).model())
        .isEqualTo(REVISION.containers().referenceModel());
  }

  @Test
  @Attack("platform/unaccepted_revision")
  void aRevisionThatNobodyAcceptedIsRefused() {
    register();
    Order.RevisionRef other = new Order.RevisionRef("unknown", 1, REVISION.digest());

    assertRefused(() -> authorisation.authorise(infer("e1", MODEL, other)), "did not accept");
  }

  @Test
  @Attack("platform/forged_digest")
  void anAcceptedNumberWithAnotherDigestIsRefused() {
    register();
    Order.RevisionRef forged =
        new Order.RevisionRef(Documents.BENCHMARK, 1, "sha256:" + "f".repeat(64));

    assertRefused(() -> authorisation.authorise(infer("e1", MODEL, forged)), "sha256:ffff");
  }

  @Test
  @Attack("platform/older_revision")
  void anOlderRevisionThanTheAcceptedOneIsRefused() {
    register();
    site.accepting(DOCUMENTS.revision(2), MODEL);

    assertRefused(() -> authorisation.authorise(infer("e1", MODEL, ACCEPTED)), "not revision 1");
  }

  @Test
  @Attack("platform/unaccepted_model")
  void aModelThatNobodyAcceptedIsRefused() {
    register();

    assertRefused(
        () -> authorisation.authorise(infer("e1", "gradient-boosting", ACCEPTED)),
        "did not accept the model gradient-boosting");
  }

  @Test
  void aDatasetThatIsNotInTheCatalogueIsUnavailable() {
    assertEnds(
        Reason.DATA_UNAVAILABLE,
        () ->
            authorisation.authorise(
                new Order.Inference("e1", "round", "aurora.unknown", MODEL, ACCEPTED)),
        "no dataset aurora.unknown");
    assertEnds(
        Reason.DATA_UNAVAILABLE,
        () ->
            authorisation.authorise(
                new Order.Inference("e1", "round", "borealis.fna", MODEL, ACCEPTED)),
        "no dataset borealis.fna");
  }

  @Test
  @Attack("platform/data_of_another_benchmark")
  void aDatasetOfAnotherBenchmarkIsRefused() {
    assertRefused(
        () ->
            authorisation.authorise(
                new Order.Inference("e1", "round", "aurora.other", MODEL, ACCEPTED)),
        "belongs to another-benchmark");
  }

  @Test
  @Attack("platform/unregistered_data")
  void aDatasetThatIsNotRegisteredIsRefused() {
    assertRefused(() -> authorisation.authorise(infer("e1", MODEL, ACCEPTED)), "not registered");
  }

  @Test
  @Attack("platform/evaluate_before_infer")
  void evaluationBeforeInferenceIsRefused() {
    register();
    assertRefused(() -> authorisation.authorise(evaluate("e1", MODEL)), "no model has run");

    begin("e1", MODEL);

    assertRefused(() -> authorisation.authorise(evaluate("e1", MODEL)), "no model has run");
  }

  @Test
  void evaluationAfterInferenceIsGranted() {
    register();
    begin("e1", MODEL);
    site.executions.inferred("e1");

    assertThat(authorisation.authorise(evaluate("e1", MODEL)).execution().state())
        .isEqualTo(Execution.State.INFERRED);
  }

  @Test
  @Attack("platform/evaluate_for_another_model")
  void evaluationOfAnotherModelThanTheOneThatRanIsRefused() {
    register();
    begin("e1", MODEL);
    site.executions.inferred("e1");

    assertRefused(
        () -> authorisation.authorise(evaluate("e1", Documents.REFERENCE)), "began with another");
  }

  @Test
  @Attack("platform/run_again")
  void anExecutionThatEndedDoesNotBeginAgain() {
    register();
    begin("e1", MODEL);
    site.executions.stage("e1", "{}", "participants");

    assertRefused(() -> authorisation.authorise(infer("e1", MODEL, ACCEPTED)), "has ended already");
  }

  @Test
  @Attack("platform/run_too_often")
  void aModelRunsNoOftenerOnADatasetThanThePolicySays() {
    register();
    List.of("e1", "e2", "e3").forEach(id -> begin(id, MODEL));

    assertRefused(() -> authorisation.authorise(infer("e4", MODEL, ACCEPTED)), "ran 3 times");
    assertThat(authorisation.authorise(infer("e3", MODEL, ACCEPTED)).model().id())
        .as("an interrupted run goes on")
        .isEqualTo(MODEL);
  }

  @Test
  @Attack("platform/prepare_unasked")
  void nobodyPreparesADatasetUnasked() {
    assertRefused(() -> authorisation.authorise(prepare(Stage.PREPARE)), "nobody here asked");
  }

  @Test
  @Attack("platform/prepare_in_another_order")
  void theStepsOfAPreparationComeInTheirOrder() {
    ask();
    assertThat(authorisation.authorise(prepare(Stage.PREPARE)).dataset().name()).isEqualTo("fna");
    assertRefused(() -> authorisation.authorise(prepare(Stage.SANITY_CHECK)), "came before");
    assertRefused(() -> authorisation.authorise(prepare(Stage.STATISTICS)), "came before");

    site.catalogue.enter("fna", Dataset.State.DATA_PREPARED);

    assertThat(authorisation.authorise(prepare(Stage.SANITY_CHECK)).revision()).isEqualTo(REVISION);
    assertRefused(() -> authorisation.authorise(prepare(Stage.STATISTICS)), "came before");
  }

  @Test
  void aRegisteredDatasetIsNotPreparedAgain() {
    register();

    assertRefused(() -> authorisation.authorise(prepare(Stage.PREPARE)), "nobody here asked");
  }

  @Test
  @Attack("platform/test_at_a_facility")
  void compatibilityTestsRunAtTheProvingGroundOnly() {
    assertRefused(
        () ->
            authorisation.authorise(
                new Order.CompatibilityTest("t", Documents.BENCHMARK, 1, Optional.empty())),
        "proving ground");
  }

  @Test
  @Attack("platform/lying_document")
  void aRevisionThatIsNotWhatItsDigestSaysIsNotAccepted() {
    site.stub.showing(REVISION, "sha256:" + "e".repeat(64));

    assertThatThrownBy(
            () -> site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.Named(List.of())))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("sha256:eeee")
        .hasMessageContaining(REVISION.digest());
  }

  @Test
  @Attack("platform/changed_revision")
  void anAcceptedRevisionDoesNotChangeUnderItsNumber() {
    site.stub.offering(DOCUMENTS.minimumCount(1).benchmark());

    assertThatThrownBy(
            () -> site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.Named(List.of())))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("has changed since this site accepted it");
  }

  @Test
  @Attack("platform/changed_model")
  void anAcceptedModelDoesNotChangeUnderItsId() {
    site.stub.offering(REVISION, DOCUMENTS.changedModel(MODEL));

    assertThatThrownBy(() -> site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.All()))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("the model random-forest has changed since this site accepted it");
  }

  @Test
  @Attack("platform/offer_an_older_revision")
  void aSiteDoesNotGoBackToAnOlderRevision() {
    site.accepting(DOCUMENTS.revision(2));
    site.stub.offering(REVISION);

    assertThatThrownBy(
            () -> site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.Named(List.of())))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("does not go back to revision 1");
  }

  @Test
  void aModelThatIsNotOfferedIsNamedWithThoseThatAre() {
    assertThatThrownBy(
            () ->
                site.acceptances.propose(
                    Documents.BENCHMARK, new ModelChoice.Named(List.of("oracle"))))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("no model oracle is approved")
        .hasMessageContaining("threshold, random-forest");
  }

  private void ask() {
    site.catalogue.request("fna", new Dataset.Prepared(1, REVISION.digest()));
  }

  private void register() {
    ask();
    site.catalogue.prepared("fna", new Fingerprint("hmac-sha256:" + "1".repeat(64), "2"), "{}");
    site.catalogue.enter("fna", Dataset.State.REGISTERED);
  }

  private void begin(String id, String model) {
    site.executions.begin(
        new Executions.Start(
            id,
            "round",
            Documents.BENCHMARK,
            1,
            REVISION.digest(),
            "fna",
            site.catalogue.require("fna").fingerprint().orElseThrow(),
            model,
            DOCUMENTS.digest(),
            DOCUMENTS.digest()));
  }

  private static Order.Inference infer(String id, String model, Order.RevisionRef revision) {
    return new Order.Inference(id, "round", "aurora.fna", model, revision);
  }

  private static Order.Evaluation evaluate(String id, String model) {
    return new Order.Evaluation(id, "round", "aurora.fna", model, ACCEPTED);
  }

  private static Order.Preparation prepare(Stage stage) {
    return new Order.Preparation(stage, "aurora.fna", ACCEPTED);
  }

  private static Order.RevisionRef ref(BenchmarkDocument revision) {
    return new Order.RevisionRef(revision.id(), revision.revision(), revision.digest());
  }

  private static void assertRefused(ThrowingCallable order, String words) {
    assertEnds(Reason.REFUSED, order, words);
  }

  private static void assertEnds(Reason reason, ThrowingCallable order, String words) {
    assertThatThrownBy(order)
        .isInstanceOfSatisfying(
            OrderRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(words);
  }
}
