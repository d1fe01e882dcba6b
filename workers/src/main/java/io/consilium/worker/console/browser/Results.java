package io.consilium.worker.console.browser;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.AcceptedRevision;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A result as a person judges it. */
@Component
class Results {
  private static final int LOOKED_THROUGH = 1000;

  private static final Map<String, String> AUDIENCES =
      Map.of(
          "committee", "the benchmark's committee",
          "participants", "the benchmark's committee, its proposer and the owners of its models",
          "public", "everybody with an account on the platform");

  private final Site site;
  private final Acceptances acceptances;
  private final Catalogue catalogue;
  private final Executions executions;

  Results(Site site, Acceptances acceptances, Catalogue catalogue, Executions executions) {
    this.site = site;
    this.acceptances = acceptances;
    this.catalogue = catalogue;
    this.executions = executions;
  }

  /**
   * One result.
   *
   * @param bytes exactly what would leave; empty when there is none
   * @param figures the same as a table
   * @param rules what the gate made sure of, in words
   * @param audience for whom, in words
   * @param earlier the last result of the same model on the same dataset that was released
   */
  record Result(
      Execution execution,
      String bytes,
      Optional<Figures> figures,
      List<String> rules,
      String audience,
      Optional<Execution> earlier) {}

  Result of(Execution execution) {
    Optional<BenchmarkDocument> revision =
        acceptances
            .newest(execution.benchmarkId())
            .map(AcceptedRevision::document)
            .filter(document -> document.digest().equals(execution.revisionDigest()));
    Optional<Execution> earlier = earlier(execution);
    Optional<Figures> figures =
        execution
            .metrics()
            .map(ReleasedMetrics::fromCanonicalJson)
            .map(
                metrics ->
                    Figures.of(
                        metrics,
                        revision.map(BenchmarkDocument::metricSchema),
                        earlier
                            .flatMap(Execution::metrics)
                            .map(ReleasedMetrics::fromCanonicalJson)));
    String audience = execution.audience().orElse("");
    return new Result(
        execution,
        execution.metrics().orElse(""),
        figures,
        figures.map(table -> rules(execution, revision, table)).orElse(List.of()),
        AUDIENCES.getOrDefault(audience, audience),
        earlier);
  }

  private Optional<Execution> earlier(Execution execution) {
    return executions.newest(LOOKED_THROUGH).stream()
        .filter(other -> other.state() == Execution.State.RELEASED)
        .filter(other -> !other.id().equals(execution.id()))
        .filter(
            other ->
                other.benchmarkId().equals(execution.benchmarkId())
                    && other.dataset().equals(execution.dataset())
                    && other.modelId().equals(execution.modelId()))
        .findFirst();
  }

  private List<String> rules(
      Execution execution, Optional<BenchmarkDocument> revision, Figures figures) {
    int minimum =
        Math.max(
            site.policy().minimumCount(),
            revision.map(document -> document.policy().minimumCount()).orElse(1));
    String people =
        catalogue
            .find(execution.dataset())
            .map(Dataset::people)
            .map(count -> "No count exceeds the " + count + " people of the catalogue.")
            .orElse("No count exceeds the people of the catalogue.");
    return List.of(
        "It is exactly what the benchmark's schema declares, rounded as declared; there is no text in it.",
        people,
        "Every figure rests on at least %d people in each class it needs; %s."
            .formatted(
                minimum,
                figures.withheld() == 0
                    ? "nothing had to be withheld"
                    : figures.withheld() + " values are withheld"));
  }
}
