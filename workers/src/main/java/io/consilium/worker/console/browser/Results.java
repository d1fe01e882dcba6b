package io.consilium.worker.console.browser;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.AcceptedRevision;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.release.GateReport;
import io.consilium.worker.release.ReleaseDesk;
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

  private final Acceptances acceptances;
  private final Executions executions;
  private final ReleaseDesk desk;

  Results(Acceptances acceptances, Executions executions, ReleaseDesk desk) {
    this.acceptances = acceptances;
    this.executions = executions;
    this.desk = desk;
  }

  /**
   * One result.
   *
   * @param bytes exactly what would leave; empty when there is none
   * @param figures the same as a table
   * @param gate what each rule of the release gate did with it
   * @param audience for whom, in words
   * @param earlier the last result of the same model on the same dataset that was released
   */
  record Result(
      Execution execution,
      String bytes,
      Optional<Figures> figures,
      Optional<GateReport> gate,
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
        desk.gateReport(execution.id()),
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
}
