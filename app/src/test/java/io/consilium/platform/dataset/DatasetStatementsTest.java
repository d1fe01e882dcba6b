package io.consilium.platform.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.DatasetRegistered;
import io.consilium.contract.statement.Payload.PreparationRequested;
import io.consilium.contract.statement.Payload.ProgressConsented.Consent;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Metrics;
import io.consilium.platform.scenario.Scenario;
import io.consilium.platform.scenario.Site;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A facility's statement about its dataset")
class DatasetStatementsTest extends Scenario {
  private static final String INDENTATION = " ".repeat(12);

  @Test
  @DisplayName("is refused when the dataset's name is another facility's")
  void foreignName() {
    Revision revision = activeBenchmark();
    Site site = site();
    Site other = site();

    assertRefused(
        site.send(preparation(site, other.dataset("data"), revision)),
        other.dataset("data"),
        site.id() + ".");
  }

  @Test
  @DisplayName("is refused for a revision that is not active")
  void proposedRevision() {
    Revision revision = proposedBenchmark();
    Site site = site();

    assertRefused(
        site.send(preparation(site, site.dataset("data"), revision)),
        "no active revision",
        revision.benchmarkId());
  }

  @Test
  @DisplayName("is refused when the revision was read with another digest")
  void otherDigest() {
    Revision revision = activeBenchmark();
    Site site = site();
    String other = "sha256:" + "3".repeat(64);

    assertRefused(
        site.send(
            new PreparationRequested(
                site.id(), site.dataset("data"), revision.benchmarkId(), 1, other)),
        other,
        revision.digest());
  }

  @Test
  @DisplayName("is not yet expected while the dataset is being prepared")
  void tooEarly() {
    Revision revision = activeBenchmark();
    Site site = site();
    site.requestPreparation("data", revision);

    assertThat(site.send(site.registration("data", revision, 50)).status()).isEqualTo(409);
    assertThat(datasets.find(site.dataset("data")).orElseThrow().registration()).isEmpty();
  }

  @Test
  @DisplayName("has the preparator go on once people did their part, as often as it takes")
  void peopleTakePart() {
    Revision revision = activeBenchmark();
    Site site = site();
    String dataset = site.dataset("data");
    site.requestPreparation("data", revision);
    assertThat(site.send(continued(site, revision, 1)).status()).isEqualTo(409);
    for (int round = 1; round <= 2; round++) {
      site.complete(Topics.PREPARE, dataset);
      site.fail(Topics.SANITY_CHECK, dataset, Reason.WORK_OUTSTANDING);
      assertThat(datasets.find(dataset).orElseThrow().state()).isEqualTo(DatasetState.PREPARING);
      site.state(continued(site, revision, round));
    }
    for (String topic : List.of(Topics.PREPARE, Topics.SANITY_CHECK, Topics.STATISTICS)) {
      site.complete(topic, dataset);
    }

    site.register("data", revision, 50);

    assertThat(
            await()
                .until(
                    () -> datasets.find(dataset).orElseThrow().state(),
                    state -> state != DatasetState.PREPARING))
        .isEqualTo(DatasetState.REGISTERED);
    assertRefused(site.send(continued(site, revision, 3)), "registered");
    assertRefused(site.send(cancelled(site, revision, 1)), "registered");
  }

  @Test
  @DisplayName("cancels a preparation, which may be asked for again days later")
  void cancelled() {
    Revision revision = activeBenchmark();
    Site site = site();
    Site other = site();
    String dataset = site.dataset("data");
    site.requestPreparation("data", revision);
    site.complete(Topics.PREPARE, dataset);
    site.fail(Topics.SANITY_CHECK, dataset, Reason.WORK_OUTSTANDING);
    assertRefused(
        other.send(
            new Payload.PreparationCancelled(
                other.id(), dataset, revision.benchmarkId(), 1, revision.digest(), 1)),
        "There is no dataset");

    site.state(cancelled(site, revision, 1));

    assertThat(
            await().until(() -> datasets.find(dataset).orElseThrow().reason(), Optional::isPresent))
        .contains("CANCELLED");
    assertRefused(site.send(continued(site, revision, 1)), "not being prepared any more");
    assertThat(site.send(cancelled(site, revision, 2)).status()).isEqualTo(201);
    site.state(
        new PreparationRequested(
            site.id(), dataset, revision.benchmarkId(), 1, revision.digest(), 2));
    site.complete(Topics.PREPARE, dataset);
  }

  private static Payload continued(Site site, Revision revision, int attempt) {
    return new Payload.PreparationContinued(
        site.id(), site.dataset("data"), revision.benchmarkId(), 1, revision.digest(), attempt);
  }

  private static Payload cancelled(Site site, Revision revision, int attempt) {
    return new Payload.PreparationCancelled(
        site.id(), site.dataset("data"), revision.benchmarkId(), 1, revision.digest(), attempt);
  }

  private Revision benchmarkWithStages() {
    String document = documents.benchmark(newId("lesion"), uploadDemoDataset());
    String output = "output_labels_path:";
    assertThat(document).contains(output);
    return activeBenchmarkOf(
        document.replace(
                output,
                "report_file: {mount_path: /mlcommons/volumes/report.yaml, type: file}\n"
                    + INDENTATION
                    + output)
            + "preparation: {stages: [segmented, approved]}\n");
  }

  private static Payload consent(Site site, Revision revision, Consent consent, int attempt) {
    return new Payload.ProgressConsented(
        site.id(),
        site.dataset("data"),
        revision.benchmarkId(),
        1,
        revision.digest(),
        consent,
        "person-1",
        attempt);
  }

  private static Payload progress(
      Site site, Revision revision, Map<String, Integer> shares, int attempt) {
    return new Payload.ProgressReported(
        site.id(),
        site.dataset("data"),
        revision.benchmarkId(),
        1,
        revision.digest(),
        new TreeMap<>(shares),
        attempt);
  }

  @Test
  @DisplayName("tells the progress of its preparation while it consents, and the committee sees it")
  void progress() {
    Revision revision = benchmarkWithStages();
    Site site = site();
    site.requestPreparation("data", revision);
    Map<String, Integer> shares = Map.of("segmented", 60, "approved", 40);
    assertRefused(site.sendByPolicy(progress(site, revision, shares, 1)), "did not consent");
    assertRefused(
        site.sendByPolicy(consent(site, revision, Consent.GIVEN, 1)), "The policy key signs");

    site.state(consent(site, revision, Consent.GIVEN, 1));
    assertRefused(site.send(progress(site, revision, shares, 1)), "release key");
    assertThat(site.sendByPolicy(progress(site, revision, shares, 1)).status()).isEqualTo(201);

    String page = "/benchmarks/" + revision.benchmarkId();
    assertThat(browser("chloe").get(page).body()).contains("segmented 60 %, approved 40 %");
    assertThat(browser("max").get(page).body()).doesNotContain("approved 40 %", "Being prepared");
    assertThat(person("chloe").get("/api/datasets").body())
        .contains("\"progress\":{\"approved\":40,\"segmented\":60}");

    site.state(consent(site, revision, Consent.WITHDRAWN, 2));
    assertThat(browser("chloe").get(page).body())
        .contains("at the facility")
        .doesNotContain("approved 40 %");
    assertRefused(site.sendByPolicy(progress(site, revision, shares, 2)), "did not consent");
  }

  @Test
  @DisplayName("is refused when its progress is finer than agreed, or has words of its own")
  void fineProgress() {
    Revision revision = benchmarkWithStages();
    Site site = site();
    site.requestPreparation("data", revision);
    site.state(consent(site, revision, Consent.GIVEN, 1));

    for (Map<String, Integer> shares :
        List.of(
            Map.of("segmented", 60, "Mrs Smith", 40),
            Map.of("segmented", 60),
            Map.of("segmented", 60, "approved", 40, "others", 0))) {
      assertRefused(site.sendByPolicy(progress(site, revision, shares, 1)), "declares");
    }
    for (Map<String, Integer> shares :
        List.of(
            Map.of("segmented", 61, "approved", 30),
            Map.of("segmented", 110, "approved", -10),
            Map.of("segmented", 60, "approved", 50))) {
      assertRefused(site.sendByPolicy(progress(site, revision, shares, 1)), "multiples of 10 %");
    }
  }

  @Test
  @DisplayName("registers people, statistics and fingerprint; the same again changes nothing")
  void registered() {
    Revision revision = activeBenchmark();
    Site site = site();
    registeredDataset(site, revision, 50);

    Dataset.Registration kept =
        datasets.find(site.dataset("data")).flatMap(Dataset::registration).orElseThrow();
    assertThat(kept.people()).isEqualTo(50);
    assertThat(kept.fingerprint()).isEqualTo(site.fingerprint());
    assertThat(kept.statistics()).isEqualTo(Metrics.statistics(50));
    assertThat(site.send(site.registration("data", revision, 50)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("is refused when it would change a registered dataset")
  void change() {
    Revision revision = activeBenchmark();
    Site site = site();
    registeredDataset(site, revision, 50);

    assertRefused(
        site.send(site.registration("data", revision, 51)), site.dataset("data"), "registered");
  }

  @Test
  @DisplayName("is refused with a statistic that the revision does not declare")
  void undeclaredStatistic() {
    Revision revision = activeBenchmark();
    Site site = preparedSite(revision);
    ReleasedMetrics statistics =
        Metrics.with(Metrics.statistics(50), "weight", MetricValue.of(BigDecimal.ONE));
    DatasetRegistered good = site.registration("data", revision, 50);

    assertRefused(
        site.send(
            new DatasetRegistered(
                good.facilityId(),
                good.datasetId(),
                good.benchmarkId(),
                good.revision(),
                good.revisionDigest(),
                good.fingerprint(),
                good.people(),
                statistics,
                good.signedBy())),
        "weight");
  }

  @Test
  @DisplayName("is refused with a fingerprint that is not keyed")
  void plainHash() {
    Revision revision = activeBenchmark();
    Site site = preparedSite(revision);
    DatasetRegistered good = site.registration("data", revision, 50);

    assertRefused(
        site.send(
            new DatasetRegistered(
                good.facilityId(),
                good.datasetId(),
                good.benchmarkId(),
                good.revision(),
                good.revisionDigest(),
                "sha256:" + "4".repeat(64),
                good.people(),
                good.statistics(),
                good.signedBy())),
        "hmac-sha256");
  }

  @Test
  @DisplayName("is refused about another facility's dataset as about one that does not exist")
  void foreignDataset() {
    Revision revision = activeBenchmark();
    Site owner = preparedSite(revision);
    Site other = site();
    DatasetRegistered good = owner.registration("data", revision, 50);

    Answer foreign =
        other.send(
            new DatasetRegistered(
                other.id(),
                good.datasetId(),
                good.benchmarkId(),
                good.revision(),
                good.revisionDigest(),
                good.fingerprint(),
                good.people(),
                good.statistics(),
                good.signedBy()));

    assertRefused(foreign, "There is no dataset " + good.datasetId());
  }

  @Test
  @DisplayName("is not needed when preparing fails: the dataset says why")
  void failed() {
    Revision revision = activeBenchmark();
    Site site = site();
    site.requestPreparation("data", revision);

    site.fail(Topics.PREPARE, site.dataset("data"), Reason.DATA_UNAVAILABLE);

    soon(
        () ->
            assertThat(datasets.find(site.dataset("data")).orElseThrow().reason())
                .contains("DATA_UNAVAILABLE"));
  }

  @Test
  @DisplayName("may be made again after a failure, and the dataset is prepared anew")
  void askedAgain() {
    Revision revision = activeBenchmark();
    Site site = site();
    String dataset = site.dataset("data");
    site.requestPreparation("data", revision);
    site.fail(Topics.PREPARE, dataset, Reason.IMAGE_UNAVAILABLE);
    soon(
        () ->
            assertThat(datasets.find(dataset).orElseThrow().state())
                .isEqualTo(DatasetState.FAILED));

    site.state(
        new PreparationRequested(
            site.id(), dataset, revision.benchmarkId(), revision.number(), revision.digest(), 2));
    List.of(Topics.PREPARE, Topics.SANITY_CHECK, Topics.STATISTICS)
        .forEach(topic -> site.complete(topic, dataset));
    site.register("data", revision, 50);

    soon(
        () ->
            assertThat(datasets.find(dataset).orElseThrow().state())
                .isEqualTo(DatasetState.REGISTERED));
    assertThat(datasets.find(dataset).orElseThrow().reason()).isEmpty();
  }

  @Test
  @DisplayName("shows its dataset to operators and the committee, and to nobody else")
  void visibility() {
    Revision revision = activeBenchmark();
    Site site = site();
    registeredDataset(site, revision, 50);

    assertThat(person("olga").get("/api/datasets").body()).contains(site.dataset("data"));
    assertThat(person("chloe").get("/api/datasets").body()).contains(site.dataset("data"));
    assertThat(person("max").get("/api/datasets").body()).doesNotContain(site.dataset("data"));
  }

  private Site preparedSite(Revision revision) {
    Site site = site();
    site.requestPreparation("data", revision);
    List.of(Topics.PREPARE, Topics.SANITY_CHECK, Topics.STATISTICS)
        .forEach(topic -> site.complete(topic, site.dataset("data")));
    return site;
  }

  private static Payload preparation(Site site, String datasetId, Revision revision) {
    return new PreparationRequested(
        site.id(), datasetId, revision.benchmarkId(), revision.number(), revision.digest());
  }

  private static void assertRefused(Answer answer, String... words) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json().get("detail").asText()).contains(words);
  }
}
