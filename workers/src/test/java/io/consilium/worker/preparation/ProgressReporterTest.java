package io.consilium.worker.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload.ProgressConsented;
import io.consilium.contract.statement.Payload.ProgressConsented.Consent;
import io.consilium.contract.statement.Payload.ProgressReported;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.release.ProgressGate;
import io.consilium.worker.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Progress leaves with consent alone, and only what the gate lets out. */
class ProgressReporterTest {
  private static final String NAME = "fna";
  private static final Documents DOCUMENTS = Documents.onPaper().preparator("people");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // every test opens it first, with its own policy
  private TestSite site;

  private void open(String policy) throws IOException {
    site = TestSite.in(folder.resolve("site"), policy).accepting(DOCUMENTS);
    Path raw = Files.createDirectory(folder.resolve("raw"));
    site.catalogue.add(NAME, Documents.BENCHMARK, raw, raw, 30);
    site.catalogue.request(NAME, new Dataset.Prepared(1, DOCUMENTS.benchmark().digest()));
    report(17, 13, "approved");
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void report(int segmented, int others, String stage) throws IOException {
    String cases =
        IntStream.range(0, segmented + others)
            .mapToObj(i -> "case%d: %s".formatted(i, i < segmented ? "segmented" : stage))
            .collect(Collectors.joining(", ", "{status: {", "}}"));
    Files.createDirectories(site.site.home().dataset(NAME));
    Files.writeString(site.site.home().dataset(NAME).resolve("report.yaml"), cases);
  }

  private ProgressGate gate(Duration later) {
    return new ProgressGate(
        site.site.policy(), site.journal, Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC));
  }

  private ProgressConsent consent() {
    return new ProgressConsent(
        site.site,
        site.keys,
        site.journal,
        site.catalogue,
        site.outbox,
        gate(Duration.ZERO),
        TestSite.CLOCK);
  }

  private void look(Duration later) {
    try (ProgressReporter reporter =
        new ProgressReporter(
            site.site,
            site.keys,
            site.journal,
            site.catalogue,
            site.acceptances,
            consent(),
            gate(later),
            site.outbox)) {
      reporter.look();
    }
  }

  private void give(Consent wanted) {
    consent().decide(NAME, wanted, "Freya", TestSite.PASSPHRASE);
  }

  private List<ProgressReported> reported() {
    return site
        .journal
        .sql()
        .sql("select envelope from outbox where kind = 'ProgressReported' order by number")
        .query(String.class)
        .list()
        .stream()
        .map(json -> Envelope.parse(json).verify(site.keys.policy().verificationKey()).payload())
        .map(ProgressReported.class::cast)
        .toList();
  }

  @Test
  void withConsentCoarseSharesOfDeclaredStagesLeaveSignedByThePolicyKey() throws IOException {
    open("");
    give(Consent.GIVEN);

    look(Duration.ZERO);

    assertThat(reported())
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.shares())
                  .isEqualTo(Map.of("identified", 0, "segmented", 50, "approved", 40));
              assertThat(report.datasetId()).isEqualTo("aurora.fna");
            });
  }

  @Test
  void withoutConsentNothingLeavesAndAfterAWithdrawalNothingMore() throws IOException {
    open("");
    look(Duration.ZERO);
    assertThat(reported()).isEmpty();

    give(Consent.GIVEN);
    give(Consent.WITHDRAWN);
    look(Duration.ofDays(1));

    assertThat(reported()).isEmpty();
    assertThat(site.outbox.count(ProgressConsented.class.getSimpleName(), NAME)).isEqualTo(2);
  }

  @Test
  void atMostOnceAnHour() throws IOException {
    open("");
    give(Consent.GIVEN);
    look(Duration.ZERO);
    report(3, 27, "approved");

    look(Duration.ofMinutes(59));
    assertThat(reported()).hasSize(1);
    look(Duration.ofMinutes(61));

    assertThat(reported()).hasSize(2);
    assertThat(reported().get(1).shares()).containsEntry("approved", 90);
  }

  @Test
  void aStageOfTheContainersOwnInventionDoesNotLeaveAndNeitherDoesTheRest() throws IOException {
    open("");
    give(Consent.GIVEN);
    report(17, 13, "mrs-smith-1950");

    look(Duration.ZERO);

    assertThat(reported()).isEmpty();
  }

  @Test
  void nothingLeavesOfFewerPeopleThanTheMinimum() throws IOException {
    open("minimum_count: 31\n");
    give(Consent.GIVEN);

    look(Duration.ZERO);

    assertThat(reported()).isEmpty();
  }

  @Test
  void nothingLeavesOnceTheDatasetIsNotBeingPrepared() throws IOException {
    open("");
    give(Consent.GIVEN);
    site.catalogue.enter(NAME, Dataset.State.REGISTERED);

    look(Duration.ZERO);

    assertThat(reported()).isEmpty();
  }

  @Test
  void thePolicyCanForbidIt() throws IOException {
    open("preparation: {progress: never}\n");

    assertThatThrownBy(() -> give(Consent.GIVEN)).hasMessageContaining("progress: never");
  }

  @Test
  void aPolicyThatForbidsItLaterCountsMoreThanTheConsent() throws IOException {
    open("");
    give(Consent.GIVEN);
    Files.writeString(site.site.home().policyFile(), "preparation: {progress: never}\n");

    assertThat(
            new ProgressConsent(
                    Site.open(site.site.home()),
                    site.keys,
                    site.journal,
                    site.catalogue,
                    site.outbox,
                    gate(Duration.ZERO),
                    TestSite.CLOCK)
                .holds(NAME))
        .isFalse();
  }

  @Test
  void whatIsSoAlreadyIsSaid() throws IOException {
    open("");
    assertThatThrownBy(() -> give(Consent.WITHDRAWN))
        .hasMessageContaining("no consent to withdraw");
    give(Consent.GIVEN);
    assertThatThrownBy(() -> give(Consent.GIVEN)).hasMessageContaining("given already");
  }

  @Test
  void aConsentThatIsGivenAgainLetsTheSameOutAgain() throws IOException {
    open("");
    give(Consent.GIVEN);
    look(Duration.ZERO);
    give(Consent.WITHDRAWN);
    give(Consent.GIVEN);

    look(Duration.ofMinutes(30));
    assertThat(reported()).as("not within the hour").hasSize(1);
    look(Duration.ofMinutes(90));

    assertThat(reported()).hasSize(2);
  }
}
