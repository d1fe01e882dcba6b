package io.consilium.worker.authorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.zoo.Attack;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys that the site pinned accept for it; whatever the platform does with signatures, no others.
 */
class SignedAcceptanceTest {
  private static final SigningKey CHLOE = SigningKey.generate();
  private static final SigningKey DEV = SigningKey.generate();
  private static final SigningKey PLATFORM = SigningKey.generate();
  private static final Documents DOCUMENTS = Documents.onPaper();
  private static final BenchmarkDocument REVISION = DOCUMENTS.benchmark();
  private static final ModelDocument MODEL = DOCUMENTS.model("random-forest");

  @TempDir private Path folder;
  private TestSite site;

  @BeforeEach
  void openSite() {
    site = open("site", policy(1));
  }

  @AfterEach
  void closeSite() {
    site.close();
  }

  @Test
  void aSignedRevisionIsAcceptedByTheKeyThatSigned() {
    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION)));

    assertThat(accept()).hasSize(1);

    AcceptedRevision accepted = site.acceptances.requireRevision(Documents.BENCHMARK);
    assertThat(accepted.document()).isEqualTo(REVISION);
    assertThat(accepted.acceptedBy()).isEqualTo("pinned key " + CHLOE.id() + " (Chloé)");
    assertThat(site.acceptances.models(REVISION)).containsExactly(Documents.REFERENCE);
  }

  @Test
  void aSignedModelIsAcceptedLikewise() {
    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION), sign(CHLOE, REVISION, MODEL)));

    accept();

    assertThat(site.acceptances.models(REVISION)).contains(MODEL.id());
    assertThat(site.acceptances.acceptedModels(REVISION).get(0).acceptedBy())
        .startsWith("pinned key " + CHLOE.id());
  }

  @Test
  void aModelIsNotAcceptedBecauseItsRevisionIsSigned() {
    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION)));

    accept();

    assertThat(site.acceptances.models(REVISION)).doesNotContain(MODEL.id());
  }

  @Test
  void withoutPinnedKeysNothingIsAccepted() {
    reopen("minimum_count: 10\n");
    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION)));

    assertNothingIsAccepted();
  }

  @Test
  @Attack("endorsement/of_another_key")
  void aKeyThatIsNotPinnedAcceptsNothing() {
    site.stub.showing(REVISION, List.of(sign(PLATFORM, REVISION)));

    assertNothingIsAccepted();
  }

  @Test
  @Attack("endorsement/under_a_pinned_name")
  void aSignatureUnderAPinnedKeysNameAcceptsNothing() {
    site.stub.showing(REVISION, List.of(claiming(CHLOE, sign(PLATFORM, REVISION))));

    assertNothingIsAccepted();
  }

  @Test
  @Attack("endorsement/of_another_revision")
  void anotherRevisionsSignatureAcceptsNothing() {
    BenchmarkDocument second = DOCUMENTS.revision(2).benchmark();
    site.stub.offering(second, MODEL);
    site.stub.showing(second, List.of(sign(CHLOE, REVISION)));

    assertNothingIsAccepted();
  }

  @Test
  @Attack("endorsement/of_a_changed_revision")
  void theSignatureOfARevisionThatWasChangedAfterwardsAcceptsNothing() {
    BenchmarkDocument weaker = DOCUMENTS.minimumCount(1).benchmark();
    site.stub.offering(weaker, MODEL);
    site.stub.showing(weaker, List.of(sign(CHLOE, REVISION)));

    assertNothingIsAccepted();
  }

  @Test
  @Attack("endorsement/of_changed_bytes")
  void aRevisionsSignatureWhoseBytesWereChangedAcceptsNothing() {
    BenchmarkDocument weaker = DOCUMENTS.minimumCount(1).benchmark();
    Envelope honest = sign(CHLOE, REVISION);
    Envelope forged =
        new Envelope(honest.payloadType(), sign(PLATFORM, weaker).payload(), honest.signatures());
    site.stub.offering(weaker, MODEL);
    site.stub.showing(weaker, List.of(forged));

    assertNothingIsAccepted();
  }

  @Test
  void anotherModelsSignatureAcceptsNoModel() {
    site.stub.offering(REVISION, DOCUMENTS.changedModel(MODEL.id()));
    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION), sign(CHLOE, REVISION, MODEL)));

    accept();

    assertThat(site.acceptances.models(REVISION)).containsExactly(Documents.REFERENCE);
  }

  @Test
  void aModelSignedForAnotherRevisionIsNotAccepted() {
    BenchmarkDocument second = DOCUMENTS.revision(2).benchmark();
    site.stub.offering(second, MODEL);
    site.stub.showing(second, List.of(sign(CHLOE, second), sign(CHLOE, REVISION, MODEL)));

    accept();

    assertThat(site.acceptances.models(second)).containsExactly(Documents.REFERENCE);
  }

  @Test
  void aPlatformThatDropsTheSignatureGetsNothing() {

    assertNothingIsAccepted();
  }

  @Test
  void asManyKeysHaveToSignAsTheSiteSays() {
    reopen(policy(2));
    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION)));
    assertNothingIsAccepted();

    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION), sign(CHLOE, REVISION)));
    assertNothingIsAccepted();

    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION), sign(DEV, REVISION)));
    accept();

    assertThat(site.acceptances.requireRevision(Documents.BENCHMARK).acceptedBy())
        .contains(CHLOE.id())
        .contains(DEV.id());
  }

  @Test
  void anAcceptanceBySignatureCountsFromWhenItWasSigned() {
    Instant signed = Instant.now().minus(Duration.ofDays(170));
    site.stub.showing(REVISION, List.of(Endorsement.of(REVISION, signed).sign(CHLOE)));
    accept();

    Acceptances later = site.acceptancesAt(Clock.offset(TestSite.CLOCK, Duration.ofDays(11)));
    later.signed().acceptAll();

    assertThatThrownBy(() -> later.requireRevision(Documents.BENCHMARK))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("expired on");
    site.stub.showing(
        REVISION,
        List.of(Endorsement.of(REVISION, Instant.now().plus(Duration.ofDays(11))).sign(CHLOE)));
    later.signed().acceptAll();
    assertThat(later.requireRevision(Documents.BENCHMARK).document()).isEqualTo(REVISION);
  }

  @Test
  @Attack("endorsement/out_of_time")
  void anOldSignatureAndOneFromTheFutureAcceptNothing() {
    site.stub.showing(
        REVISION,
        List.of(
            Endorsement.of(REVISION, Instant.now().minus(Duration.ofDays(181))).sign(CHLOE),
            Endorsement.of(REVISION, Instant.now().plus(Duration.ofDays(1))).sign(CHLOE)));

    assertNothingIsAccepted();
  }

  @Test
  @Attack("endorsement/of_an_older_revision")
  void aRevisionDoesNotGoBackByASignature() {
    site.accepting(DOCUMENTS.revision(2));
    site.stub.offering(REVISION, MODEL);
    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION)));

    site.acceptances.signed().acceptAll();

    assertThat(site.acceptances.requireRevision(Documents.BENCHMARK).document().revision())
        .isEqualTo(2);
  }

  @Test
  void whatAPersonDeclinedOrTookBackIsNotAcceptedBySignature() {
    site.acceptances.decline(
        site.acceptances.propose(Documents.BENCHMARK, new ModelChoice.Named(List.of())),
        "Freya",
        "no");
    site.stub.showing(REVISION, List.of(sign(CHLOE, REVISION), sign(CHLOE, REVISION, MODEL)));
    assertNothingIsAccepted();

    site.accepting(DOCUMENTS, MODEL.id());
    site.acceptances.withdraw(Documents.BENCHMARK, List.of(MODEL.id()), "Freya", "slow");
    accept();
    assertThat(site.acceptances.models(REVISION)).containsExactly(Documents.REFERENCE);

    site.acceptances.withdraw(Documents.BENCHMARK, List.of(), "Freya", "enough");
    assertNothingIsAccepted();
  }

  @Test
  void aSignatureThatIsCarriedInByHandNeedsNoPlatform() {

    List<String> accepted =
        site.acceptances
            .signed()
            .carry(Documents.BENCHMARK, sign(CHLOE, REVISION).toJson(), "Freya");

    assertThat(accepted).hasSize(1);
    assertThat(site.acceptances.requireRevision(Documents.BENCHMARK).acceptedBy())
        .startsWith("pinned key " + CHLOE.id());
  }

  @Test
  void aWrongSignatureThatIsCarriedInSaysWhatItIs() {
    BenchmarkDocument weaker = DOCUMENTS.minimumCount(1).benchmark();

    assertThatThrownBy(
            () ->
                site.acceptances
                    .signed()
                    .carry(Documents.BENCHMARK, sign(CHLOE, weaker).toJson(), "Freya"))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining(REVISION.digest())
        .hasMessageContaining(weaker.digest());
    assertThatThrownBy(() -> site.acceptances.signed().carry(Documents.BENCHMARK, "{}", "Freya"))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("not a signature of 'consilium revision sign'");
    assertNothingIsAccepted();
  }

  @Test
  void aFirstSignatureOfTwoIsKeptUntilTheSecondComes() {
    reopen(policy(2));
    assertThatThrownBy(
            () ->
                site.acceptances
                    .signed()
                    .carry(Documents.BENCHMARK, sign(CHLOE, REVISION).toJson(), "Freya"))
        .isInstanceOf(AcceptanceException.class)
        .hasMessageContaining("the signature is kept");

    site.acceptances.signed().carry(Documents.BENCHMARK, sign(DEV, REVISION).toJson(), "Freya");

    assertThat(site.acceptances.requireRevision(Documents.BENCHMARK).document())
        .isEqualTo(REVISION);
  }

  private void reopen(String policy) {
    site.close();
    site = open("again", policy);
  }

  private TestSite open(String name, String policy) {
    TestSite opened = TestSite.in(folder.resolve(name), policy);
    opened.stub.offering(REVISION, MODEL);
    return opened;
  }

  private static String policy(int threshold) {
    return Stream.of("Chloé " + jwk(CHLOE), "Dev " + jwk(DEV))
        .map(line -> line.split(" ", 2))
        .map(line -> "    - {name: %s, key: %s}\n".formatted(line[0], line[1]))
        .collect(
            Collectors.joining(
                "", "acceptance:\n  threshold: %d\n  pinned_keys:\n".formatted(threshold), ""));
  }

  private List<String> accept() {
    return site.acceptances.signed().accept(Documents.BENCHMARK);
  }

  private void assertNothingIsAccepted() {
    site.acceptances.signed().acceptAll();

    assertThatThrownBy(() -> site.acceptances.requireRevision(Documents.BENCHMARK))
        .isInstanceOf(AcceptanceException.class);
  }

  private static Envelope claiming(SigningKey whose, Envelope envelope) {
    return new Envelope(
        envelope.payloadType(),
        envelope.payload(),
        List.of(new Envelope.Signature(whose.id(), envelope.signatures().get(0).sig())));
  }

  private static Envelope sign(SigningKey key, BenchmarkDocument revision) {
    return Endorsement.of(revision, Instant.now()).sign(key);
  }

  private static Envelope sign(SigningKey key, BenchmarkDocument revision, ModelDocument model) {
    return Endorsement.of(revision, model, Instant.now()).sign(key);
  }

  private static String jwk(SigningKey key) {
    return CanonicalJson.write(key.verificationKey().jwk());
  }
}
