package io.consilium.worker;

import static io.consilium.worker.FacilityWorld.DATASET;
import static io.consilium.worker.FacilityWorld.ofPreparation;
import static io.consilium.worker.FacilityWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Topics;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.sandbox.HostileImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Preparations that people take part in, and looking after datasets, with real containers. */
@ExtendWith(HostileImage.Resolver.class)
class PreparationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private FacilityWorld world;
  private Documents documents;

  @BeforeEach
  void startWorker(HostileImage image) throws IOException {
    world = new FacilityWorld(image, folder);
    documents = world.documents().preparator("people");
    world.startWorker();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Path prepared(String place) {
    return world.home.dataset(DATASET).resolve(place);
  }

  private PlatformStub.Task order(String topic) {
    return world.platform.order(topic, ofPreparation(documents));
  }

  private void prepareUntilPeopleAreNeeded() {
    world.accept(documents);
    world.addDataset();
    assertThat(world.prepare(documents)).isEqualTo("sanity-check bpmnError WORK_OUTSTANDING");
  }

  @Test
  void peopleDoTheirPartAndThePreparatorGoesOnUntilTheDatasetIsRegistered() throws IOException {
    prepareUntilPeopleAreNeeded();

    String status = world.cli.run("dataset", "status", DATASET);
    assertThat(status)
        .contains("waits for people", "segmented", "30   100 %", "approved")
        .contains(prepared("labels").toString(), prepared("report.yaml").toString())
        .contains("no case is approved: list them in labels/approved.txt")
        .contains("consilium dataset continue fna", "consilium dataset cancel fna");
    assertThat(
            world
                .cli
                .attempt(
                    "dataset",
                    "prepare",
                    DATASET,
                    "--as",
                    "x",
                    "--passphrase-file",
                    world.cli.passphrase().toString())
                .code())
        .isEqualTo(1);

    // A person works as another user than the container.
    Files.writeString(prepared("labels/approved.txt"), "canary-of-aurora-0\ncanary-of-aurora-1\n");
    world.cli.decide("dataset", "continue", DATASET);
    assertThat(outcome(order(Topics.PREPARE))).isEqualTo("complete");
    JsonNode progress =
        CanonicalJson.STRICT.readTree(world.cli.run("dataset", "status", DATASET, "--json"));
    assertThat(progress.path("stages").toString()).contains("\"name\":\"approved\",\"cases\":2");
    assertThat(outcome(order(Topics.SANITY_CHECK))).isEqualTo("complete");
    assertThat(outcome(order(Topics.STATISTICS))).isEqualTo("complete");
    world.cli.decide("dataset", "register", DATASET, "--yes");

    assertThat(signedByRelease())
        .containsExactly("PreparationRequested", "PreparationContinued", "DatasetRegistered");
  }

  private List<String> signedByRelease() {
    VerificationKey key =
        SiteKeys.of(world.home).unlockRelease(TestSite.PASSPHRASE).verificationKey();
    return world.platform.statements().stream()
        .map(envelope -> envelope.verify(key).payload().getClass().getSimpleName())
        .toList();
  }

  @Test
  void theOwnerConsentsThatProgressLeavesAndWithdrawsIt() {
    prepareUntilPeopleAreNeeded();

    world.cli.decide("dataset", "consent", DATASET, "--yes");
    assertThat(world.cli.run("dataset", "status", DATASET)).contains("told coarse shares");
    world.cli.decide("dataset", "consent", DATASET, "--withdraw", "--yes");

    assertThat(world.cli.run("dataset", "status", DATASET)).doesNotContain("told coarse shares");
    assertThat(signedByRelease())
        .containsExactly("PreparationRequested", "ProgressConsented", "ProgressConsented");
  }

  @Test
  void ordersAreRefusedWhilePeopleWork() {
    prepareUntilPeopleAreNeeded();

    assertThat(outcome(order(Topics.STATISTICS))).isEqualTo("bpmnError REFUSED");
    assertThat(outcome(order(Topics.PREPARE))).isEqualTo("bpmnError REFUSED");
    assertThat(world.cli.run("dataset", "list")).contains("AWAITING_WORK");
  }

  @Test
  void aCancelledPreparationGoesOnDaysLaterWhereItStopped() throws IOException {
    prepareUntilPeopleAreNeeded();
    Files.writeString(prepared("labels/approved.txt"), "canary-of-aurora-0\n");

    world.cli.decide("dataset", "cancel", DATASET, "--yes");

    assertThat(outcome(order(Topics.PREPARE))).isEqualTo("bpmnError CANCELLED");
    assertThat(world.cli.run("dataset", "status", DATASET)).contains("cancelled");
    assertThat(world.prepare(documents)).isEqualTo("complete");
    assertThat(prepared("labels/approved.txt")).exists();
  }

  @Test
  void cancellingEndsTheContainerThatRuns() {
    documents = world.documents().preparator("slow");
    world.accept(documents);
    world.addDataset();
    world.cli.decide("dataset", "prepare", DATASET);
    PlatformStub.Task task = order(Topics.PREPARE);
    await().atMost(PATIENCE).until(() -> !world.containers().isEmpty());

    world.cli.decide("dataset", "cancel", DATASET, "--yes");

    assertThat(outcome(task)).isEqualTo("bpmnError CANCELLED");
    await().atMost(PATIENCE).until(() -> world.containers().isEmpty());
    assertThat(world.cli.run("dataset", "list")).contains("CANCELLED");
  }

  @Test
  void aCheckThatFailsWithoutAReportIsAFailure() {
    documents = world.documents().unsound();
    world.accept(documents);
    world.addDataset();

    assertThat(world.prepare(documents)).isEqualTo("sanity-check bpmnError STEP_FAILED");
  }

  @Test
  void whatDoesNotFitIsExplained() {
    world.accept(documents);
    world.addDataset();

    assertThat(
            world
                .cli
                .attempt(
                    "dataset",
                    "continue",
                    DATASET,
                    "--passphrase-file",
                    world.cli.passphrase().toString())
                .err())
        .contains("does not wait for people");
    assertThat(
            world
                .cli
                .attempt(
                    "dataset",
                    "cancel",
                    DATASET,
                    "--yes",
                    "--passphrase-file",
                    world.cli.passphrase().toString())
                .err())
        .contains("no preparation of fna is under way");
  }

  @Test
  void aSoundDatasetIsSoundAndAChangedOneIsNot() throws IOException {
    documents = world.documents();
    world.register(documents);
    assertThat(world.cli.run("dataset", "check", DATASET))
        .contains("Raw data", "ok", "as it was: hmac-sha256:", "is sound");

    Files.writeString(prepared("data/women.csv"), "case,score\n");

    Cli.Outcome outcome = world.cli.attempt("dataset", "check", DATASET);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("PROBLEM", "not what it was when it was checked", "restore it from a backup");
    assertThat(world.execute("e1", documents)).isEqualTo("infer bpmnError DATA_CHANGED");
  }

  @Test
  void aMissingFolderIsNamed() throws IOException {
    documents = world.documents();
    world.accept(documents);
    world.addDataset();
    Files.move(folder.resolve(FacilityWorld.CANARY + "/labels"), folder.resolve("away"));

    Cli.Outcome outcome = world.cli.attempt("dataset", "check", DATASET);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("Raw labels", "there is no such folder");
  }

  @Test
  void aRegisteredDatasetIsRemovedHereAndItSaysWhatThatMeans() {
    documents = world.documents();
    world.register(documents);

    String said = world.cli.run("dataset", "remove", DATASET, "--yes");

    assertThat(said).contains("raw data stays", "DATA_UNAVAILABLE", "is removed");
    assertThat(world.home.dataset(DATASET)).doesNotExist();
    assertThat(folder.resolve(FacilityWorld.CANARY + "/data/women.csv")).exists();
    assertThat(world.execute("e1", documents)).isEqualTo("infer bpmnError DATA_UNAVAILABLE");
  }

  @Test
  void aDatasetIsNotRemovedWhileSomethingIsUnderWay() {
    prepareUntilPeopleAreNeeded();
    assertThat(world.cli.attempt("dataset", "remove", DATASET, "--yes").err())
        .contains("is being prepared", "consilium dataset cancel fna");
  }

  @Test
  void aDatasetIsNotRemovedWhileAResultWaits() {
    documents = world.documents();
    world.register(documents);
    assertThat(world.execute("e1", documents)).isEqualTo("evaluate complete");

    Cli.Outcome outcome = world.cli.attempt("dataset", "remove", DATASET, "--yes");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("e1", "waits for release", "decide about its release");
    assertThat(world.home.dataset(DATASET)).exists();
  }
}
