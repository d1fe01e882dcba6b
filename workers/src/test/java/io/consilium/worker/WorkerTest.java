package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Topics;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.AssociationRequested;
import io.consilium.contract.statement.Payload.DatasetRegistered;
import io.consilium.contract.statement.Payload.PreparationRequested;
import io.consilium.contract.statement.Payload.ReleaseDeclined;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.PlatformStub.Task;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.sandbox.HostileImage;
import io.consilium.worker.site.Site;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole worker with real containers; only the platform is played. */
@ExtendWith(HostileImage.Resolver.class)
class WorkerTest {
  private static final String HONEST_METRICS =
      "{\"overall\":{\"accuracy\":{\"value\":0.5},\"correct\":{\"value\":15},"
          + "\"people\":{\"value\":30}},\"subgroups\":{}}";

  @TempDir private Path folder;
  private HostileImage image;
  private FacilityWorld world;

  @BeforeEach
  void makeSite(HostileImage benchmark) throws IOException {
    image = benchmark;
    world = new FacilityWorld(benchmark, folder);
  }

  @AfterEach
  void noContainerIsLeft() {
    world.stopWorker();
    List<String> left = world.containers();
    world.close();
    assertThat(left).isEmpty();
  }

  @Test
  void aDatasetIsPreparedRegisteredAndJoinedByDecisionsOfItsOwner() throws IOException {
    open("");
    Documents documents = world.documents();

    world.register(documents);
    world.cli.decide("dataset", "join", FacilityWorld.DATASET, "--yes");

    List<Payload> payloads = signedByRelease();
    assertThat(payloads)
        .extracting(payload -> payload.getClass().getSimpleName())
        .containsExactly("PreparationRequested", "DatasetRegistered", "AssociationRequested");
    assertThat(payloads.get(0))
        .isEqualTo(
            new PreparationRequested(
                "aurora", "aurora.fna", Documents.BENCHMARK, 1, documents.benchmark().digest()));
    DatasetRegistered registered = (DatasetRegistered) payloads.get(1);
    assertThat(registered.people()).isEqualTo(30);
    assertThat(registered.statistics().canonicalJson())
        .isEqualTo(
            "{\"overall\":{\"events\":{\"value\":15},\"non_events\":{\"value\":15},"
                + "\"people\":{\"value\":30}},\"subgroups\":{}}");
    assertThat(registered.signedBy())
        .isEqualTo(keys().secret().pseudonym("Freya Lindqvist"))
        .doesNotContain("Freya");
    assertThat(((AssociationRequested) payloads.get(2)).fingerprint())
        .isEqualTo(registered.fingerprint());
    assertThat(world.cli.run("dataset", "list")).contains("JOINED");
  }

  @Test
  @Attack("release/without_a_person")
  void aResultWaitsUntilAPersonReleasesExactlyItsBytes() throws IOException {
    open("");
    world.register(world.documents());

    assertThat(world.execute("e1", world.documents())).isEqualTo("evaluate complete");

    assertThat(world.cli.run("release", "list")).contains("e1", "STAGED");
    assertThat(world.cli.run("release", "show", "e1"))
        .contains(HONEST_METRICS)
        .contains("at most participants")
        .contains("passed   No more bits than site policy allows: a result can carry")
        .contains("passed   No more runs than site policy allows: run 1 of 3");
    assertThat(world.platform.statements()).hasSize(2);
    assertThat(world.home.scratch().resolve("e1")).doesNotExist();

    world.cli.decide("release", "approve", "e1", "--yes");

    ResultReleased released = (ResultReleased) signedByRelease().get(2);
    assertThat(released.metrics()).isEqualTo(ReleasedMetrics.fromCanonicalJson(HONEST_METRICS));
    assertThat(released.releasedBy()).isEqualTo(keys().secret().pseudonym("Freya Lindqvist"));
    assertThat(released.modelDigest()).isEqualTo(image.digest());
    assertThat(released.evaluatorDigest()).isEqualTo(image.digest());
    assertThat(released.audience()).isEqualTo("participants");
    assertThat(released.policyHash()).isEqualTo(Site.open(world.home).policy().hash());
    assertThat(released.parametersDigest())
        .isEqualTo(
            ResultReleased.parametersDigest(
                world.documents().benchmark().containers().referenceModel().parameters(),
                world.documents().benchmark().containers().evaluator().parameters()));
    Path exported =
        Files.writeString(
            folder.resolve("statement.json"), world.cli.run("release", "export", "e1"));
    assertThat(world.cli.run("verify", exported.toString())).contains("The signature holds");
    assertThat(world.cli.run("ledger", "verify")).contains("each as it was entered");
    assertThat(released.ledgerHead()).matches("[0-9a-f]{64}").isNotEqualTo("0".repeat(64));
    assertThat(world.cli.run("release", "list", "--all")).contains("RELEASED");
    assertThat(world.cli.run("ledger")).contains("Freya Lindqvist", "every entry is what");
  }

  @Test
  void whichEngineSealedAContainerIsSaidAndKept() throws IOException {
    open("");
    world.register(world.documents());
    world.execute("e1", world.documents());

    assertThat(world.cli.run("status"))
        .containsPattern("Engine +Docker .* at unix:///var/run/docker.sock; .*; seccomp; limits");
    assertThat(world.home.workerLog())
        .content()
        .containsPattern(
            "INFER of e1 ran \\S+@%s on Docker .*: Succeeded".formatted(image.digest()));
  }

  @Test
  @Attack("release/after_it_was_declined")
  void aDeclinedResultStaysAndItsReasonToo() throws IOException {
    open("");
    world.register(world.documents());
    world.execute("e1", world.documents());

    world.cli.decide("release", "decline", "e1", "--reason", "wrong scanner", "--yes");

    assertThat(signedByRelease().get(2))
        .isInstanceOfSatisfying(
            ReleaseDeclined.class, declined -> assertThat(declined.executionId()).isEqualTo("e1"));
    assertThat(world.platform.requests())
        .noneSatisfy(request -> assertThat(request.body()).contains("wrong scanner"));
    assertThat(world.cli.attempt("release", "show", "e1").out()).contains("wrong scanner");
    assertThat(
            world
                .cli
                .attempt(
                    "release",
                    "approve",
                    "e1",
                    "--yes",
                    "--as",
                    "Freya",
                    "--passphrase-file",
                    world.cli.passphrase().toString())
                .err())
        .contains("does not wait for release: it is declined");
  }

  @Test
  void sitePolicyReleasesByItselfWithAKeyOfItsOwn() throws IOException {
    open("release: automatic\n");
    world.register(world.documents());

    world.execute("e1", world.documents());

    await().until(() -> world.platform.statements().size() == 3);
    Statement statement =
        world.platform.statements().get(2).verify(keys().policy().verificationKey());
    assertThat(statement.payload())
        .isInstanceOfSatisfying(
            ResultReleased.class,
            released -> {
              assertThat(released.releasedBy()).isEqualTo(ResultReleased.POLICY);
              assertThat(released.metrics().canonicalJson()).isEqualTo(HONEST_METRICS);
            });
  }

  @Test
  @Attack("release/outside_the_bounds")
  void whatIsOutsideTheBoundsOfPolicyWaitsForAPersonWhoMayUnlockTheKeyForASession()
      throws IOException {
    open("release: automatic\ndisclosure: {automatic: {widest_audience: committee}}\n");
    world.register(world.documents());
    world.execute("e1", world.documents());
    assertThat(world.cli.run("release", "show", "e1"))
        .contains("waits", "the audience participants is wider than committee");

    assertThat(world.cli.decide("release", "unlock")).contains("unlocked for Freya Lindqvist");
    Cli.Outcome mallory = world.cli.attempt("release", "approve", "e1", "--yes", "--as", "Mallory");
    assertThat(mallory.err()).contains("unlocked for Freya Lindqvist, not for Mallory");
    world.cli.run("release", "approve", "e1", "--yes", "--as", "Freya Lindqvist");

    assertThat(world.cli.run("release", "lock")).contains("The release key is locked");
    await().until(() -> world.platform.statements().size() == 3);
    assertThat(((ResultReleased) signedByRelease().get(2)).releasedBy())
        .isEqualTo(keys().secret().pseudonym("Freya Lindqvist"));
    world.execute("e2", world.documents());
    assertThat(world.cli.run("release", "show", "e2"))
        .contains("Left earlier about the same data", "3 figures are the same, 0 are not");
  }

  @Test
  @Attack("release/wrong_passphrase")
  void aWrongPassphraseReleasesNothing() throws IOException {
    open("");
    world.register(world.documents());
    world.execute("e1", world.documents());
    Path wrong = Files.writeString(folder.resolve("wrong"), "wrong horse battery\n");

    Cli.Outcome outcome =
        world.cli.attempt(
            "release",
            "approve",
            "--all",
            "--yes",
            "--as",
            "Freya",
            "--passphrase-file",
            wrong.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("the passphrase does not open this key");
    assertThat(world.cli.run("release", "list")).contains("STAGED");
    assertThat(world.platform.statements()).hasSize(2);
  }

  @Test
  void resultsThatAreNotWhatTheSchemaDeclaresEndAsFailedStepsAndTheirDetailStays()
      throws IOException {
    open("runs_per_dataset_and_model: 100\n");
    world.register(world.documents());
    List<String> misdeeds = List.of("text", "nan", "extra", "large", "crowd");
    List<String> details =
        List.of(
            "must be a number, not the text",
            ".nan, which the metric schema does not allow",
            "overall.message is not declared",
            "too large",
            "the dataset holds 30");

    for (int i = 0; i < misdeeds.size(); i++) {
      Documents documents = world.documents().evaluator(misdeeds.get(i)).revision(i + 2);
      world.accept(documents);
      String id = "e-" + misdeeds.get(i);

      assertThat(world.execute(id, documents))
          .as(misdeeds.get(i))
          .isEqualTo("evaluate bpmnError STEP_FAILED");

      assertThat(world.cli.run("release", "show", id))
          .contains("OUTPUT_INVALID", details.get(i), "STEP_FAILED");
      assertThat(world.home.scratch().resolve(id)).doesNotExist();
    }
    assertThat(world.cli.run("release", "list")).contains("No result waits");
    assertThat(world.platform.requests())
        .noneSatisfy(request -> assertThat(request.body()).containsAnyOf("Smith", "OUTPUT"));
  }

  @Test
  @Attack("site/changed_data")
  void dataThatChangedAfterRegistrationIsNotUsed() throws IOException {
    open("");
    world.register(world.documents());
    Path prepared = world.home.dataset(FacilityWorld.DATASET).resolve("data/women.csv");
    Files.writeString(prepared, Files.readString(prepared) + "another,0.5\n");

    assertThat(world.execute("e1", world.documents())).isEqualTo("infer bpmnError DATA_CHANGED");

    assertThat(world.cli.run("status")).contains("is not what was registered");
  }

  @Test
  @Attack("site/changed_labels")
  void labelsThatChangeBetweenTheStepsAreNotUsed() throws IOException {
    open("");
    Documents documents = world.documents();
    world.register(documents);
    assertThat(
            FacilityWorld.outcome(
                world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", documents))))
        .isEqualTo("complete");
    Path labels = world.home.dataset(FacilityWorld.DATASET).resolve("labels/labels.csv");
    Files.writeString(labels, Files.readString(labels).replace(",0\n", ",1\n"));

    String outcome =
        FacilityWorld.outcome(
            world.platform.order(Topics.EVALUATE, FacilityWorld.ofExecution("e1", documents)));

    assertThat(outcome).isEqualTo("bpmnError DATA_CHANGED");
    assertThat(world.home.scratch().resolve("e1")).doesNotExist();
  }

  @Test
  void unsoundDataFailsItsPreparationAndTheContainersWordsStay() throws IOException {
    open("");
    Documents documents = world.documents().unsound();
    world.accept(documents);
    world.addDataset();

    assertThat(world.prepare(documents)).isEqualTo("sanity-check bpmnError STEP_FAILED");

    assertThat(world.cli.run("dataset", "show", FacilityWorld.DATASET))
        .contains("STEP_FAILED", "PREPARATOR_FAILED");
    try (Stream<Path> logs = Files.walk(world.home.logs())) {
      assertThat(logs.filter(file -> file.endsWith("sanity_check.log")))
          .singleElement()
          .satisfies(file -> assertThat(file).content().contains("the data is not sound"));
    }
    assertThat(world.platform.requests())
        .noneSatisfy(request -> assertThat(request.body()).contains("not sound"));
  }

  @Test
  void whatNobodyAcceptedIsRefused() throws IOException {
    open("");
    world.register(world.documents());
    Documents unaccepted = world.documents().revision(2);

    assertThat(world.execute("e1", unaccepted)).isEqualTo("infer bpmnError REFUSED");
    assertThat(
            FacilityWorld.outcome(
                world.platform.order(
                    Topics.EVALUATE, FacilityWorld.ofExecution("e2", world.documents()))))
        .as("evaluation before inference")
        .isEqualTo("bpmnError REFUSED");
    assertThat(world.cli.run("status"))
        .contains("this site accepted aspirates-r1", "no model has run in the execution e2");
  }

  @Test
  void anImageThatNoRegistryHasIsUnavailable() throws IOException {
    open("");
    world.register(world.documents());
    Documents elsewhere = Documents.of(image.name(), "sha256:" + "d".repeat(64)).revision(2);
    world.accept(elsewhere);

    assertThat(world.execute("e1", elsewhere)).isEqualTo("infer bpmnError IMAGE_UNAVAILABLE");
    assertThat(world.home.scratch().resolve("e1")).doesNotExist();
  }

  @Test
  void aPassingFaultIsTriedAgainWithFewerRetries() throws IOException {
    int nobody = freePort();
    open("", "127.0.0.1:" + nobody);
    world.register(world.documents());
    Documents elsewhere =
        Documents.of("127.0.0.1:" + nobody + "/tests/benchmark:1", image.digest()).revision(2);
    world.accept(elsewhere);

    Task task = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", elsewhere));

    await().atMost(Duration.ofSeconds(60)).until(() -> task.retries().isPresent());
    assertThat(task.retries()).contains(3);
    await().atMost(Duration.ofSeconds(60)).until(() -> task.retries().equals(Optional.of(2)));
    assertThat(task.outcome()).isEmpty();
    assertThat(world.home.scratch().resolve("e1")).doesNotExist();
    assertThat(bodies("/failure"))
        .allSatisfy(body -> assertThat(body).contains("\"errorMessage\":\"STEP_FAILED\""));
  }

  @Test
  void anExecutionThatThePlatformTakesBackEndsItsContainer() throws IOException {
    open("");
    Documents slow = world.documents().slowModel(600);
    world.register(world.documents());
    Documents second = slow.revision(2);
    world.accept(second);
    Task task = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", second));
    await().atMost(Duration.ofSeconds(60)).until(() -> !world.containers().isEmpty());

    world.platform.cancel(task);

    await().atMost(Duration.ofSeconds(30)).until(() -> world.containers().isEmpty());
    assertThat(task.outcome()).isEmpty();
    await()
        .untilAsserted(
            () -> assertThat(world.cli.run("release", "list", "--all")).contains("CANCELLED"));
    assertThat(world.home.scratch().resolve("e1")).doesNotExist();
  }

  @Test
  void predictionsOfAnEvaluationThatThePlatformTakesBackAreDestroyed() throws IOException {
    open("");
    world.register(world.documents());
    Documents slow = world.documents().evaluator("slow").revision(2);
    world.accept(slow);
    assertThat(
            FacilityWorld.outcome(
                world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", slow))))
        .isEqualTo("complete");
    assertThat(world.home.scratch().resolve("e1/predictions/predictions.csv")).exists();
    Task task = world.platform.order(Topics.EVALUATE, FacilityWorld.ofExecution("e1", slow));
    await().atMost(Duration.ofSeconds(60)).until(() -> !world.containers().isEmpty());

    world.platform.cancel(task);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !Files.exists(world.home.scratch().resolve("e1")));
    assertThat(world.containers()).isEmpty();
  }

  @Test
  void predictionsOfAnEvaluationThatIsRefusedAreDestroyed() throws IOException {
    open("");
    world.register(world.documents());
    Documents documents = world.documents();
    FacilityWorld.outcome(
        world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", documents)));
    Path predictions = world.home.scratch().resolve("e1/predictions/predictions.csv");
    assertThat(predictions).exists();

    String outcome =
        FacilityWorld.outcome(
            world.platform.order(
                Topics.EVALUATE, FacilityWorld.ofExecution("e1", documents.revision(2))));

    assertThat(outcome).isEqualTo("bpmnError REFUSED");
    assertThat(world.home.scratch().resolve("e1")).doesNotExist();
  }

  @Test
  void aWorkerThatIsToldToEndGivesItsTaskBackAndAnotherLifeFinishesIt() throws IOException {
    open("");
    world.register(world.documents());
    Documents slow = world.documents().slowModel(8).revision(2);
    world.accept(slow);
    Task task = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", slow));
    await().atMost(Duration.ofSeconds(60)).until(() -> !world.containers().isEmpty());

    world.stopWorker();

    assertThat(world.containers()).isEmpty();
    assertThat(bodies("/unlock")).hasSize(1);
    world.startWorker();
    assertThat(FacilityWorld.outcome(task)).isEqualTo("complete");
    assertThat(task.claims()).isEqualTo(2);
  }

  @Test
  @Attack("channel/beside_the_closed_list")
  void nothingLeavesButTheClosedListAndAllOfItIsInTheLedger() throws IOException {
    open("");
    world.register(world.documents());
    world.cli.decide("dataset", "join", FacilityWorld.DATASET, "--yes");
    world.execute("e1", world.documents());
    world.cli.decide("release", "approve", "--all", "--yes");
    world.execute("e2", world.documents().revision(7));

    String ledger = world.cli.run("ledger", "--last", "1000", "--json");
    for (PlatformStub.Request request : world.platform.requests()) {
      if (request.path().endsWith("/fetchAndLock") || request.path().endsWith("/extendLock")) {
        assertThat(request.body()).doesNotContain("aurora.fna", "e1");
        continue;
      }
      assertThat(request.path())
          .matches(
              "/facility/(benchmarks|revisions/aspirates/1|statements"
                  + "|engine/external-task/task-[0-9]+/(complete|bpmnError))");
      assertThat(ledger).contains(request.path().replace("/facility/statements", ""));
      if (request.path().endsWith("/statements")) {
        assertThat(ledger).contains(request.body().replace("\"", "\\\""));
      }
    }
    assertNoCanary();
  }

  /** Neither paths nor contents nor names, in clear, in base64 or in hex. */
  private void assertNoCanary() {
    String all =
        String.join(
            "\n",
            world.platform.requests().stream()
                .map(request -> request.path() + "\n" + request.body())
                .toList());
    String statements =
        String.join(
            "\n",
            world.platform.statements().stream()
                .map(Envelope::payload)
                .map(
                    payload ->
                        new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8))
                .toList());
    for (String canary : List.of(FacilityWorld.CANARY, "Freya", folder.toString())) {
      byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
      assertThat(all + statements)
          .doesNotContain(canary)
          .doesNotContain(HexFormat.of().formatHex(bytes))
          .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }
  }

  @Test
  void aWorkerWithoutAPlatformKeepsTryingAndSaysSo() throws IOException {
    int port = world.platform.port();
    world.platform.close();
    world.startWorker();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(world.cli.run("status")).contains("does not answer"));
    assertThat(world.cli.attempt("offers").err()).contains("does not answer");

    try (PlatformStub later = PlatformStub.start(port)) {
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () ->
                  assertThat(world.cli.run("status"))
                      .contains("the platform does not know this facility's key")
                      .contains("consilium enrol"));
      later.knowing("aurora", keys().transport().verificationKey());

      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(world.cli.run("status")).contains("connected to"));
    }
  }

  @Test
  void aWorkerWithoutAnEngineTakesNoTaskAndSaysSo() throws IOException {
    Path file = world.home.siteFile();
    Files.writeString(
        file,
        Files.readString(file).replace("unix:///var/run/docker.sock", "unix:///nowhere.sock"));
    world.startWorker();
    Task task =
        world.platform.order(Topics.PREPARE, FacilityWorld.ofPreparation(world.documents()));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(world.cli.run("status"))
                    .contains("the container engine at unix:///nowhere.sock does not answer"));

    assertThat(task.claims()).isZero();
  }

  @Test
  void aWorkerThatDrainsFinishesWhatRunsTakesNothingMoreAndEnds() throws IOException {
    open("");
    world.register(world.documents());
    Documents slow = world.documents().slowModel(6).revision(2);
    world.accept(slow);
    Task running = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", slow));
    await().atMost(Duration.ofSeconds(60)).until(() -> !world.containers().isEmpty());
    assertThat(world.cli.run("worker", "status"))
        .contains("RUNNING", "1 of 1 slots taken", "infer of e1 since 20");

    assertThat(world.cli.run("worker", "drain")).contains("DRAINING", "infer of e1");
    Task later = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e2", slow));

    assertThat(FacilityWorld.outcome(running)).isEqualTo("complete");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> world.cli.attempt("worker", "status").err().contains("does not run"));
    assertThat(later.outcome()).isEmpty();
    world.startWorker();
    assertThat(FacilityWorld.outcome(later)).isEqualTo("complete");
  }

  @Test
  void theMostUrgentTaskIsAskedForFirst() throws IOException {
    open("");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(bodies("/fetchAndLock"))
                    .isNotEmpty()
                    .allSatisfy(body -> assertThat(body).contains("\"usePriority\":true")));
  }

  @Test
  void aSecondWorkerOfTheSameSiteDoesNotStart() throws IOException {
    open("");

    assertThatThrownBy(() -> WorkerApplication.start(world.home))
        .hasMessageContaining("runs already");
  }

  private void open(String policy, String... registries) throws IOException {
    world.policy(policy);
    for (String registry : registries) {
      Path file = world.home.siteFile();
      Files.writeString(
          file,
          Files.readString(file).replace("registries: [", "registries: [\"" + registry + "\", "));
    }
    world.startWorker();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private SiteKeys keys() {
    return SiteKeys.of(world.home);
  }

  private List<Payload> signedByRelease() {
    return world.platform.statements().stream()
        .map(
            envelope ->
                envelope
                    .verify(keys().unlockRelease(TestSite.PASSPHRASE).verificationKey())
                    .payload())
        .toList();
  }

  private List<String> bodies(String end) {
    return world.platform.requests().stream()
        .filter(request -> request.path().endsWith(end))
        .map(PlatformStub.Request::body)
        .toList();
  }
}
