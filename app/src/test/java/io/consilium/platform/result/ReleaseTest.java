package io.consilium.platform.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.round.Execution;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Metrics;
import io.consilium.platform.scenario.Scenario;
import io.consilium.platform.scenario.Site;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One execution stays open; each test tries another release of it. */
@DisplayName("A released result")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReleaseTest extends Scenario {
  private static final ReleasedMetrics METRICS =
      Metrics.of(40, 20, 15, "0.9012", "0.0213", "0.1034");
  private static final String OTHER_DIGEST = "sha256:" + "7".repeat(64);

  /** What was ordered. */
  private record Order(Revision revision, Site site, Execution execution) {}

  private @Nullable Order order;

  @BeforeAll
  void prepare() {
    Revision revision = activeBenchmark();
    Site site = participant(revision, 50);
    String round = startedRound(revision);
    Execution execution =
        execution(round, site, revision.content().containers().referenceModel().id());
    site.stage(execution);
    order = new Order(revision, site, execution);
  }

  @Test
  @DisplayName("with a metric that the revision does not declare is refused with its name")
  void undeclaredMetric() {
    assertRefused(
        withMetrics(Metrics.with(METRICS, "patient_age", MetricValue.of(BigDecimal.TEN))),
        "patient_age");
  }

  @Test
  @DisplayName("without a declared metric is refused with its name")
  void missingMetric() {
    ReleasedMetrics all = METRICS;
    var fewer = new HashMap<>(all.overall());
    fewer.remove("brier");

    assertRefused(withMetrics(new ReleasedMetrics(fewer, all.subgroups())), "brier", "is missing");
  }

  @Test
  @DisplayName("with more digits than declared is refused")
  void tooManyDigits() {
    assertRefused(
        withMetrics(Metrics.with(METRICS, "brier", MetricValue.of(new BigDecimal("0.10341234")))),
        "brier",
        "decimals");
  }

  @Test
  @DisplayName("out of range is refused")
  void outOfRange() {
    assertRefused(
        withMetrics(Metrics.with(METRICS, "brier", MetricValue.of(new BigDecimal("1.5")))),
        "brier",
        "out of range");
  }

  @Test
  @DisplayName("of which a proportion contradicts its counts is refused")
  void contradiction() {
    assertRefused(
        withMetrics(Metrics.with(METRICS, "sensitivity", MetricValue.of(new BigDecimal("0.9")))),
        "sensitivity",
        "15 / 20");
  }

  @Test
  @DisplayName("that counts more people than the dataset has is refused with that number")
  void tooManyPeople() {
    assertRefused(
        withMetrics(Metrics.of(51, 20, 15, "0.9012", "0.0213", "0.1034")), "people", "50");
  }

  @Test
  @DisplayName("for a wider audience than the revision's is refused with both")
  void widerAudience() {
    ResultReleased good = release();

    assertRefused(
        new ResultReleased(
            good.facilityId(),
            good.executionId(),
            good.roundId(),
            good.benchmarkId(),
            good.revision(),
            good.revisionDigest(),
            good.datasetId(),
            good.fingerprint(),
            good.modelId(),
            good.modelDigest(),
            good.evaluatorDigest(),
            good.parametersDigest(),
            "public",
            good.metrics(),
            good.releasedBy(),
            good.policyHash(),
            good.ledgerHead()),
        "public",
        "participants");
  }

  @Test
  @DisplayName("of another model image than the ordered one is refused with both digests")
  void otherModel() {
    ResultReleased good = release();

    assertRefused(
        order().site().release(order().execution(), order().revision(), OTHER_DIGEST, METRICS),
        OTHER_DIGEST,
        good.modelDigest());
  }

  @Test
  @DisplayName("by another evaluator image than the ordered one is refused")
  void otherEvaluator() {
    ResultReleased good = release();

    assertRefused(
        new ResultReleased(
            good.facilityId(),
            good.executionId(),
            good.roundId(),
            good.benchmarkId(),
            good.revision(),
            good.revisionDigest(),
            good.datasetId(),
            good.fingerprint(),
            good.modelId(),
            good.modelDigest(),
            OTHER_DIGEST,
            good.parametersDigest(),
            good.audience(),
            good.metrics(),
            good.releasedBy(),
            good.policyHash(),
            good.ledgerHead()),
        "evaluator's digest",
        OTHER_DIGEST);
  }

  @Test
  @DisplayName("under other parameters than the ordered ones is refused with both digests")
  void otherParameters() {
    ResultReleased good = release();

    assertRefused(
        new ResultReleased(
            good.facilityId(),
            good.executionId(),
            good.roundId(),
            good.benchmarkId(),
            good.revision(),
            good.revisionDigest(),
            good.datasetId(),
            good.fingerprint(),
            good.modelId(),
            good.modelDigest(),
            good.evaluatorDigest(),
            OTHER_DIGEST,
            good.audience(),
            good.metrics(),
            good.releasedBy(),
            good.policyHash(),
            good.ledgerHead()),
        "parameters' digest",
        OTHER_DIGEST);
  }

  @Test
  @DisplayName("of data that is not what was registered is refused")
  void otherData() {
    ResultReleased good = release();

    assertRefused(
        new ResultReleased(
            good.facilityId(),
            good.executionId(),
            good.roundId(),
            good.benchmarkId(),
            good.revision(),
            good.revisionDigest(),
            good.datasetId(),
            "hmac-sha256:" + "8".repeat(64),
            good.modelId(),
            good.modelDigest(),
            good.evaluatorDigest(),
            good.parametersDigest(),
            good.audience(),
            good.metrics(),
            good.releasedBy(),
            good.policyHash(),
            good.ledgerHead()),
        "fingerprint");
  }

  @Test
  @DisplayName("of another facility's execution is refused like one of none")
  void foreignExecution() {
    Site other = site();
    ResultReleased good = release();
    Answer answer =
        other.send(
            other.release(order().execution(), order().revision(), good.modelDigest(), METRICS));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo("There is no execution " + good.executionId() + ".");
  }

  @Test
  @DisplayName("is not yet expected before the evaluation is done")
  void tooEarly() {
    Revision revision = activeBenchmark();
    Site site = participant(revision, 50);
    String model = revision.content().containers().referenceModel().id();
    Execution execution = execution(startedRound(revision), site, model);

    Answer answer = site.send(site.release(execution, revision, imageOf(model), METRICS));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(rounds.execution(execution.id()).orElseThrow().resultId()).isEmpty();
  }

  @Test
  @DisplayName("is taken once: the same again is known, another one is refused")
  void once() {
    Revision revision = activeBenchmark();
    Site site = participant(revision, 50);
    String model = revision.content().containers().referenceModel().id();
    Execution execution = execution(startedRound(revision), site, model);
    site.stage(execution);
    ResultReleased release = site.release(execution, revision, imageOf(model), METRICS);
    site.state(release);

    assertThat(site.send(release).status()).isEqualTo(200);
    Answer second =
        site.send(
            site.release(
                execution,
                revision,
                imageOf(model),
                Metrics.of(40, 20, 16, "0.9012", "0.0213", "0.1034")));
    assertThat(second.status()).isEqualTo(422);
    assertThat(second.json().get("detail").asText()).contains("was released");
    assertThat(site.send(site.declined(execution, revision)).status()).isEqualTo(422);
  }

  private Order order() {
    return Optional.ofNullable(order).orElseThrow();
  }

  private ResultReleased release() {
    return withMetrics(METRICS);
  }

  private ResultReleased withMetrics(ReleasedMetrics metrics) {
    return order()
        .site()
        .release(
            order().execution(),
            order().revision(),
            imageOf(order().execution().modelId()),
            metrics);
  }

  private void assertRefused(ResultReleased release, String... words) {
    Answer answer = order().site().send(release);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json().get("detail").asText()).contains(words);
    assertThat(rounds.execution(release.executionId()).orElseThrow().resultId()).isEmpty();
  }
}
