package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub.Task;
import io.consilium.worker.sandbox.HostileImage;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A platform that orders what nobody at the site agreed to gets refusals, each in the ledger. */
@ExtendWith(HostileImage.Resolver.class)
class HostilePlatformTest {
  private static final SigningKey CHLOE = SigningKey.generate();
  private static final String MODEL = "oak";
  private static final String REFUSED = "bpmnError REFUSED";

  @TempDir private Path folder;
  private FacilityWorld world;
  private Documents first;
  private final List<String> table = new ArrayList<>();

  @BeforeEach
  void makeSite(HostileImage image) throws IOException {
    world = new FacilityWorld(image, folder);
    first = world.documents();
    world.policy(
        "runs_per_dataset_and_model: 1\nacceptance:\n  pinned_keys: [{name: Chloé, key: %s}]\n"
            .formatted(CanonicalJson.write(CHLOE.verificationKey().jwk())));
    world.startWorker();
    world.register(first);
    world.platform.offering(first.benchmark(), first.model(MODEL));
    world.cli.run("accept", Documents.BENCHMARK, "--models", MODEL, "--yes", "--as", "Freya");
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  @DisplayName("measure 8: whatever a hostile platform orders ends as a refusal in the ledger")
  @Attack("platform/everything_it_knows")
  void nothingButRefusals() throws SQLException {
    wrongOrders();
    wrongDocuments();
    acceptancesThatEnded();
    wrongSignatures();
    olderRevision();
    unknownTopic();

    System.out.println("Orders of a hostile platform");
    table.forEach(System.out::println);
    assertThat(table).hasSizeGreaterThanOrEqualTo(20);
  }

  private void wrongOrders() {
    Map<String, Object> order = infer("h1");
    refused("evaluate before infer", Topics.EVALUATE, order, "no model has run");
    refused(
        "infer, another digest of the revision",
        Topics.INFER,
        with(order, Variables.REVISION_DIGEST, "sha256:" + "f".repeat(64)),
        "sha256:ffff");
    refused(
        "infer, no digest at all",
        Topics.INFER,
        with(order, Variables.REVISION_DIGEST, "latest"),
        "is not a digest");
    refused(
        "infer, a benchmark that nobody accepted",
        Topics.INFER,
        with(order, Variables.BENCHMARK_ID, "unknown"),
        "did not accept the benchmark unknown");
    refused(
        "infer, a model that nobody accepted",
        Topics.INFER,
        with(order, Variables.MODEL_ID, "forest"),
        "did not accept the model forest");
    refused(
        "infer, the execution's id is a path",
        Topics.INFER,
        with(order, Variables.EXECUTION_ID, "../../keys"),
        "executionId is not an id");
    refused(
        "infer, the dataset's id is a path",
        Topics.INFER,
        with(order, Variables.DATASET_ID, "aurora.../../etc"),
        "datasetId is not an id");
    refused(
        "infer, the model's id is a path",
        Topics.INFER,
        with(order, Variables.MODEL_ID, "../oak"),
        "modelId is not an id");
    answered(
        "infer, another facility's dataset",
        Topics.INFER,
        with(order, Variables.DATASET_ID, "borealis.fna"),
        "bpmnError DATA_UNAVAILABLE",
        "no dataset borealis.fna");
    refused(
        "prepare, unasked",
        Topics.PREPARE,
        FacilityWorld.ofPreparation(first),
        "nobody here asked");

    assertThat(world.execute("e1", first)).isEqualTo("evaluate complete");
    refused("infer, a second run where one is allowed", Topics.INFER, infer("e2"), "ran 1 times");
    refused("infer, an execution that has ended", Topics.INFER, infer("e1"), "has ended already");
    refused(
        "evaluate, another model than the one that ran",
        Topics.EVALUATE,
        with(infer("e1"), Variables.MODEL_ID, MODEL),
        "began with another");
  }

  private void wrongDocuments() {
    String labels =
        first
            .revision(2)
            .benchmark()
            .canonicalJson()
            .replaceAll(
                "(\"infer\":\\{\"input_volumes\":\\{\"data_path\":\\{[^}]*\\},)",
                "$1\"labels\":{\"mount_path\":\"/mlcommons/volumes/labels\",\"type\":\"directory\"},");
    world.platform.offering(Documents.BENCHMARK, 2, labels);
    assertThat(world.cli.attempt("accept", Documents.BENCHMARK, "--yes", "--as", "Freya").err())
        .contains("not a valid document")
        .contains("labels");
    refused(
        "infer, a revision whose model wants the labels",
        Topics.INFER,
        with(
            with(infer("h2"), Variables.REVISION_NUMBER, 2),
            Variables.REVISION_DIGEST,
            CanonicalJson.digest(labels)),
        "");

    BenchmarkDocument weaker = first.minimumCount(1).benchmark();
    world.platform.offering(weaker, first.model(MODEL));
    refused(
        "infer, a revision that changed under its number",
        Topics.INFER,
        with(infer("h3"), Variables.REVISION_DIGEST, weaker.digest()),
        "");
    refused(
        "infer, the accepted one while another is offered under its number",
        Topics.INFER,
        oak("h4"),
        "offers another aspirates-r1");

    world.platform.offering(first.benchmark());
    refused(
        "infer, a model that the platform withdrew",
        Topics.INFER,
        oak("h5"),
        "withdrew the model oak");
    world.platform.offering(first.benchmark(), first.model(MODEL));
    refused(
        "infer, the withdrawn model offered again",
        Topics.INFER,
        oak("h6"),
        "was withdrawn by the platform");
    world.cli.run("accept", Documents.BENCHMARK, "--models", MODEL, "--yes", "--as", "Freya");
  }

  private void acceptancesThatEnded() throws SQLException {
    age("accepted_model");
    refused(
        "infer, a model whose acceptance has expired",
        Topics.INFER,
        oak("h7"),
        "consilium accept aspirates --models oak");
    age("accepted_revision");
    refused(
        "infer, a revision whose acceptance has expired",
        Topics.INFER,
        oak("h8"),
        "expired on 2020-06-29: see 'consilium accept aspirates'");
    world.cli.run("accept", Documents.BENCHMARK, "--models", MODEL, "--yes", "--as", "Freya");
    world.cli.run(
        "accept",
        Documents.BENCHMARK,
        "--withdraw",
        "the scanner is gone",
        "--yes",
        "--as",
        "Freya");
    refused(
        "infer, a revision that the data owner took back",
        Topics.INFER,
        oak("h9"),
        "was withdrawn by Freya");
    assertThat(world.platform.requests())
        .noneSatisfy(request -> assertThat(request.body()).contains("scanner"));
    world.cli.run("accept", Documents.BENCHMARK, "--models", MODEL, "--yes", "--as", "Freya");
  }

  private void wrongSignatures() {
    Documents second = first.revision(2);
    BenchmarkDocument revision = second.benchmark();
    world.platform.offering(revision, second.model(MODEL));
    Map<String, Object> order =
        with(FacilityWorld.ofExecution("h10", second), Variables.MODEL_ID, MODEL);
    Envelope own = Endorsement.of(revision, Instant.now()).sign(SigningKey.generate());
    world.platform.showing(
        revision,
        List.of(
            new Envelope(
                own.payloadType(),
                own.payload(),
                List.of(new Envelope.Signature(CHLOE.id(), own.signatures().get(0).sig())))));
    refused(
        "infer, a revision under a forged signature of a pinned key",
        Topics.INFER,
        order,
        "not revision 2");
    world.platform.showing(
        revision, List.of(Endorsement.of(first.benchmark(), Instant.now()).sign(CHLOE)));
    refused(
        "infer, a revision under the signature of another", Topics.INFER, order, "not revision 2");
    world.platform.showing(revision, List.of());
    refused("infer, a revision whose signature was dropped", Topics.INFER, order, "not revision 2");
    world.platform.showing(revision, List.of(Endorsement.of(revision, Instant.now()).sign(CHLOE)));
    refused(
        "infer, a model whose revision alone is signed",
        Topics.INFER,
        order,
        "did not accept the model oak");
  }

  /** The signature above has just accepted the second one. */
  private void olderRevision() {
    world.platform.offering(first.benchmark(), first.model(MODEL));
    refused("infer, an older revision", Topics.INFER, oak("h11"), "not revision 1");
  }

  private void unknownTopic() {
    Task task = world.platform.push("send-everything", infer("h12"));
    await().atMost(Duration.ofSeconds(60)).until(() -> task.claims() > 0);
    refused("evaluate, behind a task of an unknown topic", Topics.EVALUATE, infer("h13"), "");
    assertThat(task.outcome()).isEmpty();
    assertThat(world.cli.run("ledger", "--last", "200", "--json"))
        .doesNotContain("/" + task.id() + "/");
    table.add(
        row("an unknown topic", "not taken: nothing runs, nothing is said, its lock expires", ""));
  }

  private Map<String, Object> infer(String executionId) {
    return FacilityWorld.ofExecution(executionId, first);
  }

  private Map<String, Object> oak(String executionId) {
    return with(infer(executionId), Variables.MODEL_ID, MODEL);
  }

  private void refused(String name, String topic, Map<String, Object> order, String words) {
    answered(name, topic, order, REFUSED, words);
  }

  private void answered(
      String name, String topic, Map<String, Object> order, String answer, String words) {
    Task task = world.platform.order(topic, order);

    assertThat(FacilityWorld.outcome(task)).as(name).isEqualTo(answer);

    String ledger = world.cli.run("ledger", "--last", "10", "--json");
    assertThat(ledger).as(name).contains("/external-task/" + task.id() + "/bpmnError");
    String explanation =
        json(world.cli.run("status", "--json")).path("failures").path(0).path("detail").asText();
    assertThat(explanation).as(name).contains(words);
    assertThat(world.containers()).as(name).isEmpty();
    table.add(row(name, answer, explanation));
  }

  private static String row(String name, String answer, String explanation) {
    return "%-66s -> %-27s %s".formatted(name, answer.replace("bpmnError ", ""), explanation);
  }

  private static JsonNode json(String text) {
    try {
      return CanonicalJson.STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static Map<String, Object> with(Map<String, Object> order, String name, Object value) {
    Map<String, Object> changed = new HashMap<>(order);
    changed.put(name, value);
    return changed;
  }

  /** Nobody can wait half a year for a test. */
  private void age(String acceptances) throws SQLException {
    try (Connection journal =
            DriverManager.getConnection(
                "jdbc:sqlite:" + world.home.journal() + "?busy_timeout=10000");
        Statement statement = journal.createStatement()) {
      statement.executeUpdate("update " + acceptances + " set valid_from = '2020-01-01T00:00:00Z'");
    }
  }
}
