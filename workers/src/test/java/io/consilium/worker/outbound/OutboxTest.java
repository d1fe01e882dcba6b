package io.consilium.worker.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload.PreparationRequested;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.journal.LedgerEntry;
import io.consilium.worker.outbound.OutgoingStatement.State;
import io.consilium.worker.site.NetworkSettings;
import io.consilium.worker.zoo.Attack;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final String STATEMENTS = "/facility/statements";

  private final SigningKey key = SigningKey.generate();
  private final List<String> fates = new CopyOnWriteArrayList<>();

  @TempDir private Path folder;
  private TestSite site;

  @BeforeEach
  void openSite() {
    site = TestSite.in(folder.resolve("site"));
    site.outbox.tell(
        new StatementListener() {
          @Override
          public void delivered(OutgoingStatement statement) {
            fates.add("delivered " + statement.subject());
          }

          @Override
          public void refused(OutgoingStatement statement) {
            fates.add("refused " + statement.subject() + ": " + statement.detail().orElse(""));
          }
        });
    site.outbox.start();
  }

  @AfterEach
  void closeSite() {
    site.close();
  }

  @Test
  void aStatementArrivesAsItWasSigned() {
    Envelope envelope = envelope("fna");

    OutgoingStatement statement = post(envelope, "fna");

    awaitState(statement, State.DELIVERED);
    assertThat(site.stub.statements()).containsExactly(envelope);
    assertThat(fates).containsExactly("delivered fna");
  }

  @Test
  @Attack("channel/past_the_ledger")
  void aStatementIsInTheLedgerBeforeItIsSent() {
    site.stub.answer(STATEMENTS, PlatformStub.Answer.problem(503, "down"));
    Envelope envelope = envelope("fna");

    post(envelope, "fna");

    assertThat(site.ledger.newest(1))
        .singleElement()
        .extracting(LedgerEntry::body, LedgerEntry::person, LedgerEntry::destination)
        .containsExactly(envelope.toJson(), "Freya", site.stub.url().toString());
    assertThat(site.stub.statements()).isEmpty();
  }

  @Test
  void whatIsNotYetExpectedIsSentAgain() {
    site.stub.answer(STATEMENTS, PlatformStub.Answer.problem(409, "not yet"));
    OutgoingStatement statement = post(envelope("fna"), "fna");
    await().until(() -> attempts(statement) >= 2);
    assertThat(site.outbox.find(statement.number()).orElseThrow().detail()).contains("not yet");

    site.stub.answerAsUsual(STATEMENTS);

    awaitState(statement, State.DELIVERED);
    assertThat(fates).containsExactly("delivered fna");
  }

  @Test
  void aPlatformWithAFaultIsTriedAgain() {
    site.stub.answer(STATEMENTS, PlatformStub.Answer.problem(500, "oops"));
    OutgoingStatement statement = post(envelope("fna"), "fna");
    await().until(() -> attempts(statement) >= 2);

    site.stub.answerAsUsual(STATEMENTS);

    awaitState(statement, State.DELIVERED);
  }

  @Test
  void whatIsRefusedIsNeverSentAgainAndSaysWhy() {
    site.stub.answer(STATEMENTS, PlatformStub.Answer.problem(422, "no such dataset"));

    OutgoingStatement statement = post(envelope("fna"), "fna");

    awaitState(statement, State.REFUSED);
    site.stub.answerAsUsual(STATEMENTS);
    OutgoingStatement later = post(envelope("other"), "other");
    awaitState(later, State.DELIVERED);
    assertThat(site.stub.statements()).hasSize(1);
    assertThat(fates).containsExactly("refused fna: no such dataset", "delivered other");
  }

  @Test
  void pausesBetweenAttemptsGrow() {
    site.stub.answer(STATEMENTS, PlatformStub.Answer.problem(409, "not yet"));
    OutgoingStatement statement = post(envelope("fna"), "fna");

    await().until(() -> attempts(statement) == 3);

    long waiting =
        site.journal.sql().sql("select next_attempt_at from outbox").query(Long.class).single();
    assertThat(waiting - System.currentTimeMillis()).isBetween(500L, 1000L);
  }

  @Test
  @Attack("channel/to_another_platform")
  void aStatementThatWasMadeForAnotherPlatformIsNeverSent() {
    site.stub.answer(STATEMENTS, PlatformStub.Answer.problem(409, "not yet"));
    OutgoingStatement statement = post(envelope("fna"), "fna");
    await().until(() -> attempts(statement) >= 1);
    site.outbox.close();

    try (PlatformStub elsewhere = PlatformStub.start()) {
      URI url = elsewhere.url();
      elsewhere.knowing("aurora", site.keys.transport().verificationKey());
      Platform platform =
          new Platform(
              url,
              new Credential("aurora", url, site.keys::transport, TestSite.CLOCK),
              site.ledger,
              new PlatformLink(url, TestSite.CLOCK),
              Network.of(url, NetworkSettings.DIRECT, site.site.home()));
      try (Outbox moved = new Outbox(site.journal, site.ledger, platform, url, TestSite.CLOCK)) {
        moved.start();

        awaitState(statement, State.REFUSED);
      }
      assertThat(elsewhere.requests()).isEmpty();
    }
    assertThat(site.outbox.find(statement.number()).orElseThrow().detail().orElseThrow())
        .contains("was made for the platform " + site.stub.url());
  }

  @Test
  void aStatementSurvivesARestartAndArrivesOnce() {
    site.stub.answer(STATEMENTS, PlatformStub.Answer.problem(503, "down"));
    Envelope envelope = envelope("fna");
    OutgoingStatement statement = post(envelope, "fna");
    await().until(() -> attempts(statement) >= 1);
    site.outbox.close();
    site.stub.answerAsUsual(STATEMENTS);

    try (Outbox restarted =
        new Outbox(site.journal, site.ledger, site.platform, site.stub.url(), TestSite.CLOCK)) {
      restarted.start();

      awaitState(statement, State.DELIVERED);
    }
    assertThat(site.stub.statements()).containsExactly(envelope);
  }

  @Test
  void anUnknownKeyIsSaidInClearWords() {
    site.stub.answer("/", new PlatformStub.Answer(401, "{}"));

    post(envelope("fna"), "fna");

    await()
        .untilAsserted(
            () ->
                assertThat(site.link.state())
                    .satisfies(
                        state -> {
                          assertThat(state.condition())
                              .isEqualTo(PlatformLink.Condition.KEY_UNKNOWN);
                          assertThat(state.words())
                              .isEqualTo(
                                  "the platform does not know this facility's key: it was revoked,"
                                      + " or never registered. Ask the operator for a code, and run"
                                      + " 'consilium enrol'");
                        }));
  }

  private OutgoingStatement post(Envelope envelope, String subject) {
    return site.outbox.post(envelope, "PreparationRequested", subject, "Freya");
  }

  private Envelope envelope(String dataset) {
    return Envelope.sign(
        new Statement(
            new PreparationRequested(
                "aurora", "aurora." + dataset, "aspirates", 1, "sha256:" + "a".repeat(64))),
        key);
  }

  private int attempts(OutgoingStatement statement) {
    return site.outbox.find(statement.number()).orElseThrow().attempts();
  }

  private void awaitState(OutgoingStatement statement, State state) {
    await()
        .untilAsserted(
            () ->
                assertThat(site.outbox.find(statement.number()).orElseThrow().state())
                    .isEqualTo(state));
  }
}
