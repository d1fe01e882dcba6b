package io.consilium.platform.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Ids;
import io.consilium.contract.Topics;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.PlatformTest;
import io.consilium.platform.association.AssociationState;
import io.consilium.platform.association.Associations;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.benchmark.RevisionState;
import io.consilium.platform.dataset.DatasetState;
import io.consilium.platform.dataset.Datasets;
import io.consilium.platform.model.Models;
import io.consilium.platform.round.Execution;
import io.consilium.platform.round.RoundState;
import io.consilium.platform.round.Rounds;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What people and facilities do together; each scenario with benchmarks and facilities of its own.
 */
public abstract class Scenario extends PlatformTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static @Nullable Site provingGround;

  @Autowired protected RuntimeService runtime;
  @Autowired protected ManagementService management;
  @Autowired protected JdbcClient database;
  @Autowired protected Benchmarks benchmarks;
  @Autowired protected Models models;
  @Autowired protected Datasets datasets;
  @Autowired protected Associations associations;
  @Autowired protected Rounds rounds;

  protected final Documents documents = new Documents(IMAGES);

  protected ManifestServer registry() {
    return IMAGES;
  }

  protected Person person(String id) {
    return new Person(url(), id);
  }

  protected Browser browser(String userId) {
    return new Browser(url(), userId);
  }

  /** A facility that the platform knows. */
  protected Site site() {
    return registered(new Site(url(), newId("site")));
  }

  /** The platform's own worker, which is the same for all scenarios. */
  protected Site provingGround() {
    synchronized (IMAGES) {
      if (provingGround == null) {
        provingGround = registered(new Site(url(), Ids.PROVING_GROUND));
      }
      return provingGround;
    }
  }

  private Site registered(Site site) {
    Answer answer = person("olga").post("/api/facilities", "application/json", site.registration());
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return site;
  }

  /** Uploads the demo dataset and gives back its SHA-256. */
  protected String uploadDemoDataset() {
    byte[] archive = DemoArchives.complete().gzip();
    String sha256 = CanonicalJson.sha256(archive);
    Answer answer =
        person("ines").post("/api/assets?sha256=" + sha256, "application/gzip", archive);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return sha256;
  }

  /** A benchmark that Inês has submitted. */
  protected Revision proposedBenchmark() {
    return propose(documents.benchmark(newId("lesion"), uploadDemoDataset()));
  }

  protected Revision propose(String yaml) {
    Answer answer = person("ines").post("/api/benchmarks", "application/yaml", yaml);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return revision(answer.json().get("id").asText(), answer.json().get("revision").asInt());
  }

  /** A benchmark that waits for the platform committee's review. */
  protected Revision benchmarkUnderReview() {
    Revision revision = proposedBenchmark();
    provingGround().complete(Topics.COMPATIBILITY_TEST, revision.id());
    return revision;
  }

  /** A benchmark that Ada has approved. */
  protected Revision activeBenchmark() {
    return activeBenchmarkOf(documents.benchmark(newId("lesion"), uploadDemoDataset()));
  }

  /** A benchmark with this document that Ada has approved. */
  protected Revision activeBenchmarkOf(String yaml) {
    Revision revision = propose(yaml);
    provingGround().complete(Topics.COMPATIBILITY_TEST, revision.id());
    decide("ada", revision.id(), "approve", "Well made");
    awaitState(revision, RevisionState.ACTIVE);
    return revision(revision.benchmarkId(), revision.number());
  }

  /** A facility's dataset that the benchmark's committee has approved. */
  protected Site participant(Revision revision, int people) {
    Site site = site();
    registeredDataset(site, revision, people);
    site.offer("data", revision);
    String association =
        Ids.association(site.dataset("data"), revision.benchmarkId(), revision.number());
    decide("chloe", association, "approve", "");
    awaitAssociation(association, AssociationState.APPROVED);
    return site;
  }

  /** Prepares and registers the facility's dataset "data". */
  protected void registeredDataset(Site site, Revision revision, int people) {
    site.requestPreparation("data", revision);
    List.of(Topics.PREPARE, Topics.SANITY_CHECK, Topics.STATISTICS)
        .forEach(topic -> site.complete(topic, site.dataset("data")));
    site.register("data", revision, people);
    soon(
        () ->
            assertThat(datasets.find(site.dataset("data")).orElseThrow().state())
                .isEqualTo(DatasetState.REGISTERED));
  }

  /** Max's model, approved for the benchmark. */
  protected String approvedModel(Revision revision) {
    String id = newId("model");
    assertThat(person("max").post("/api/models", "application/yaml", documents.model(id)).status())
        .isEqualTo(201);
    String wish = "{\"benchmarkId\": \"" + revision.benchmarkId() + "\"}";
    assertThat(
            person("max")
                .post("/api/models/" + id + "/associations", "application/json", wish)
                .status())
        .isEqualTo(201);
    String association = Ids.association(id, revision.benchmarkId(), revision.number());
    provingGround().complete(Topics.COMPATIBILITY_TEST, association);
    decide("dev", association, "approve", "Worth a try");
    awaitAssociation(association, AssociationState.APPROVED);
    return id;
  }

  /** Digest of a model's image. */
  protected String imageOf(String modelId) {
    return models.find(modelId).orElseThrow().imageDigest();
  }

  /** A round that Chloé has started. */
  protected String startedRound(Revision revision) {
    Answer answer = browser("chloe").startRound(revision.benchmarkId(), 24);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return rounds.all().stream()
        .filter(round -> round.benchmarkId().equals(revision.benchmarkId()))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** The execution of a dataset with a model. */
  protected Execution execution(String roundId, Site site, String modelId) {
    return rounds.executionsOf(roundId).stream()
        .filter(one -> one.datasetId().equals(site.dataset("data")))
        .filter(one -> one.modelId().equals(modelId))
        .findFirst()
        .orElseThrow();
  }

  /** Waits for the task about a subject, and decides as Tasklist does. */
  protected void decide(String userId, String subject, String decision, String comment) {
    Browser browser = browser(userId);
    soon(() -> assertThat(browser.task(subject)).as("a task about " + subject).isPresent());
    Answer answer = browser.decide(subject, decision, comment);
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
  }

  protected Revision revision(String benchmarkId, int number) {
    return benchmarks.find(benchmarkId, number).orElseThrow();
  }

  protected void awaitState(Revision revision, RevisionState state) {
    soon(
        () ->
            assertThat(revision(revision.benchmarkId(), revision.number()).state())
                .isEqualTo(state));
  }

  protected void awaitAssociation(String id, AssociationState state) {
    soon(() -> assertThat(associations.find(id).orElseThrow().state()).isEqualTo(state));
  }

  protected void awaitRound(String id, RoundState state) {
    soon(() -> assertThat(rounds.find(id).orElseThrow().state()).isEqualTo(state));
  }

  protected static void soon(ThrowingRunnable claim) {
    await().atMost(SOON).untilAsserted(claim);
  }
}
