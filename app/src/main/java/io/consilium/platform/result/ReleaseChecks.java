package io.consilium.platform.result;

import io.consilium.contract.benchmark.Audience;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.Units;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.platform.benchmark.AgreedRevisions;
import io.consilium.platform.dataset.Dataset;
import io.consilium.platform.dataset.Datasets;
import io.consilium.platform.facility.Refused;
import io.consilium.platform.model.Models;
import io.consilium.platform.round.Execution;
import io.consilium.platform.round.Round;
import io.consilium.platform.round.Rounds;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Holds a released result against what was ordered and what the revision lets out. */
@Component
class ReleaseChecks {
  private final Rounds rounds;
  private final AgreedRevisions revisions;
  private final Datasets datasets;
  private final Models models;

  ReleaseChecks(Rounds rounds, AgreedRevisions revisions, Datasets datasets, Models models) {
    this.rounds = rounds;
    this.revisions = revisions;
    this.datasets = datasets;
    this.models = models;
  }

  /**
   * Checks a release.
   *
   * @throws Refused naming the first thing that does not fit
   */
  void check(ResultReleased release, Execution execution) {
    Round round = rounds.find(execution.roundId()).orElseThrow();
    same("round", round.id(), release.roundId());
    same("benchmark", round.benchmarkId(), release.benchmarkId());
    same("revision", String.valueOf(round.revision()), String.valueOf(release.revision()));
    same("dataset", execution.datasetId(), release.datasetId());
    same("model", execution.modelId(), release.modelId());
    BenchmarkDocument revision =
        revisions
            .require(release.benchmarkId(), release.revision(), release.revisionDigest())
            .content();
    same(
        "evaluator's digest",
        revision.containers().evaluator().digest(),
        release.evaluatorDigest());
    same(
        "model's digest",
        models.find(execution.modelId()).orElseThrow().imageDigest(),
        release.modelDigest());
    same(
        "parameters' digest",
        ResultReleased.parametersDigest(
            models.find(execution.modelId()).orElseThrow().content().container().parameters(),
            revision.containers().evaluator().parameters()),
        release.parametersDigest());
    Dataset.Registration registration =
        datasets.find(execution.datasetId()).flatMap(Dataset::registration).orElseThrow();
    same("dataset's fingerprint", registration.fingerprint(), release.fingerprint());
    checkAudience(release.audience(), revision.audience());
    checkMetrics(release.metrics(), revision.metricSchema(), registration.people());
  }

  private static void checkAudience(String named, Audience widest) {
    Audience audience =
        audience(named)
            .orElseThrow(
                () ->
                    new Refused(
                        "The audience \"%s\" is unknown: it is committee, participants or public."
                            .formatted(named)));
    if (audience.compareTo(widest) > 0) {
      throw new Refused(
          "The audience %s is wider than the revision's, which is %s."
              .formatted(named, widest.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static Optional<Audience> audience(String named) {
    for (Audience audience : Audience.values()) {
      if (audience.name().toLowerCase(Locale.ROOT).equals(named)) {
        return Optional.of(audience);
      }
    }
    return Optional.empty();
  }

  private static void checkMetrics(ReleasedMetrics metrics, MetricSchema schema, long people) {
    try {
      metrics.verify(schema);
    } catch (InvalidDocumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
    for (Group group : schema.groups()) {
      for (Metric metric : schema.metricsOf(group)) {
        if (metric.kind() == MetricKind.COUNT
            && metric.units() == Units.PEOPLE
            && metrics
                .value(group, metric.id())
                .flatMap(value -> value.value())
                .filter(count -> count.compareTo(BigDecimal.valueOf(people)) > 0)
                .isPresent()) {
          throw new Refused(
              "%s/%s counts more people than the dataset was registered with, %d."
                  .formatted(group.label(), metric.id(), people));
        }
      }
    }
  }

  private static void same(String what, String ordered, String released) {
    if (!ordered.equals(released)) {
      throw new Refused(
          "The %s of this execution is %s, not %s.".formatted(what, ordered, released));
    }
  }
}
