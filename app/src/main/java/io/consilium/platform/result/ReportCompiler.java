package io.consilium.platform.result;

import io.consilium.contract.benchmark.AnalysisPlan;
import io.consilium.contract.benchmark.Audience;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.Fraction;
import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.dataset.Dataset;
import io.consilium.platform.dataset.Datasets;
import io.consilium.platform.facility.Facilities;
import io.consilium.platform.facility.Facility;
import io.consilium.platform.model.Models;
import io.consilium.platform.result.Pooling.Contribution;
import io.consilium.platform.result.Pooling.Pooled;
import io.consilium.platform.result.Report.Cell;
import io.consilium.platform.result.Report.Pool;
import io.consilium.platform.result.Report.ReportedDataset;
import io.consilium.platform.result.Report.ReportedMetric;
import io.consilium.platform.result.Report.ReportedModel;
import io.consilium.platform.result.Report.Scope;
import io.consilium.platform.result.Report.Value;
import io.consilium.platform.result.Results.Result;
import io.consilium.platform.round.Execution;
import io.consilium.platform.round.Round;
import io.consilium.platform.round.Rounds;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Compiles the report of a settled round by the revision's analysis plan. */
@Component
class ReportCompiler {
  private final Rounds rounds;
  private final Results results;
  private final Benchmarks benchmarks;
  private final Datasets datasets;
  private final Models models;
  private final Facilities facilities;

  ReportCompiler(
      Rounds rounds,
      Results results,
      Benchmarks benchmarks,
      Datasets datasets,
      Models models,
      Facilities facilities) {
    this.rounds = rounds;
    this.results = results;
    this.benchmarks = benchmarks;
    this.datasets = datasets;
    this.models = models;
    this.facilities = facilities;
  }

  Report compile(String roundId) {
    Round round = rounds.find(roundId).orElseThrow();
    Revision revision = benchmarks.find(round.benchmarkId(), round.revision()).orElseThrow();
    BenchmarkDocument document = revision.content();
    AnalysisPlan plan = document.analysisPlan();
    List<Execution> executions = rounds.executionsOf(roundId);
    Map<String, Result> released = results.ofRound(roundId);
    List<ReportedModel> contenders = models(executions, document);
    return new Report(
        round.id(),
        round.benchmarkId(),
        round.revision(),
        revision.digest(),
        document.title(),
        document.clinicalQuestion().strip(),
        audience(document.audience(), released.values()),
        round.openedAt().truncatedTo(ChronoUnit.SECONDS),
        round.deadline(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        plan.primaryMetric(),
        plan.confidenceLevel(),
        plan.minimumFacilities(),
        datasets(executions),
        contenders,
        document.metricSchema().metrics().stream().map(ReportCompiler::metric).toList(),
        cells(executions, released, document.metricSchema(), plan.confidenceLevel()),
        pools(contenders, executions, released, document.metricSchema(), plan.minimumFacilities()));
  }

  private static Audience audience(Audience widest, Collection<Result> released) {
    return Stream.concat(
            Stream.of(widest),
            released.stream()
                .map(result -> Audience.valueOf(result.audience().toUpperCase(Locale.ROOT))))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private List<ReportedDataset> datasets(List<Execution> executions) {
    return executions.stream()
        .map(Execution::datasetId)
        .distinct()
        .map(id -> datasets.find(id).orElseThrow())
        .map(
            dataset ->
                new ReportedDataset(
                    dataset.id(),
                    dataset.facilityId(),
                    facilities
                        .find(dataset.facilityId())
                        .map(Facility::name)
                        .orElse(dataset.facilityId()),
                    dataset.registration().map(Dataset.Registration::people).orElse(0L)))
        .toList();
  }

  /** The reference model first, the others in the order of their ids. */
  private List<ReportedModel> models(List<Execution> executions, BenchmarkDocument document) {
    String reference = document.containers().referenceModel().id();
    return executions.stream()
        .map(Execution::modelId)
        .distinct()
        .sorted(
            Comparator.comparing((String id) -> !id.equals(reference))
                .thenComparing(Comparator.naturalOrder()))
        .map(id -> models.find(id).orElseThrow())
        .map(
            model ->
                new ReportedModel(
                    model.id(),
                    model.title(),
                    model.id().equals(reference)
                        ? ReportedModel.Kind.REFERENCE
                        : ReportedModel.Kind.CONTENDER))
        .toList();
  }

  private static ReportedMetric metric(Metric metric) {
    return new ReportedMetric(
        metric.id(),
        metric.title(),
        metric.kind(),
        metric.better(),
        metric.units(),
        metric.range().low(),
        metric.range().high(),
        metric.decimals());
  }

  private static List<Cell> cells(
      List<Execution> executions,
      Map<String, Result> released,
      MetricSchema schema,
      double confidenceLevel) {
    Intervals intervals = new Intervals(confidenceLevel);
    return executions.stream()
        .map(
            execution ->
                new Cell(
                    execution.id(),
                    execution.datasetId(),
                    execution.modelId(),
                    execution.reason(),
                    Optional.ofNullable(released.get(execution.id()))
                        .map(result -> values(result.metrics(), schema, intervals))
                        .orElse(List.of())))
        .toList();
  }

  private static List<Value> values(
      ReleasedMetrics metrics, MetricSchema schema, Intervals intervals) {
    List<Value> values = new ArrayList<>();
    for (Group group : schema.groups()) {
      for (Metric metric : schema.metricsOf(group)) {
        metrics
            .value(group, metric.id())
            .ifPresent(
                value ->
                    values.add(
                        new Value(
                            metric.id(),
                            scope(group),
                            value.value(),
                            value.standardError(),
                            value.value().isEmpty()
                                ? Optional.empty()
                                : intervals.of(metric, value, counts(metric, group, metrics)))));
      }
    }
    return values;
  }

  private static Optional<Intervals.Counts> counts(
      Metric metric, Group group, ReleasedMetrics metrics) {
    return metric
        .fraction()
        .flatMap(
            fraction ->
                count(fraction, Fraction::numerator, group, metrics)
                    .flatMap(
                        numerator ->
                            count(fraction, Fraction::denominator, group, metrics)
                                .map(
                                    denominator ->
                                        new Intervals.Counts(
                                            numerator.doubleValue(), denominator.doubleValue()))));
  }

  private static Optional<BigDecimal> count(
      Fraction fraction, Function<Fraction, String> part, Group group, ReleasedMetrics metrics) {
    return metrics.value(group, part.apply(fraction)).flatMap(MetricValue::value);
  }

  private static List<Pool> pools(
      List<ReportedModel> models,
      List<Execution> executions,
      Map<String, Result> released,
      MetricSchema schema,
      int minimumFacilities) {
    List<Pool> pools = new ArrayList<>();
    for (ReportedModel model : models) {
      List<Contribution> contributions =
          executions.stream()
              .filter(execution -> execution.modelId().equals(model.modelId()))
              .flatMap(
                  execution ->
                      Optional.ofNullable(released.get(execution.id()))
                          .map(Result::metrics)
                          .map(metrics -> new Contribution(execution.facilityId(), metrics))
                          .stream())
              .toList();
      for (Group group : schema.groups()) {
        for (Metric metric : schema.metricsOf(group)) {
          Pooled pooled = new Pooling(metric, group, contributions).pool(minimumFacilities);
          pools.add(
              new Pool(
                  model.modelId(),
                  metric.id(),
                  scope(group),
                  pooled.facilities(),
                  pooled.macro(),
                  pooled.micro(),
                  pooled.note()));
        }
      }
    }
    return pools;
  }

  private static Scope scope(Group group) {
    return group instanceof Group.Subgroup subgroup
        ? new Scope(subgroup.axis(), subgroup.level())
        : Scope.OVERALL;
  }
}
