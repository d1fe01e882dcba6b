package io.consilium.platform.portal;

import static java.util.function.Predicate.not;

import io.consilium.contract.metric.MetricKind;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.dataset.Dataset;
import io.consilium.platform.dataset.Datasets;
import io.consilium.platform.facility.Facilities;
import io.consilium.platform.facility.Facility;
import io.consilium.platform.identity.CurrentUser;
import io.consilium.platform.model.Models;
import io.consilium.platform.result.Report;
import io.consilium.platform.result.Report.ReportedDataset;
import io.consilium.platform.result.Report.ReportedMetric;
import io.consilium.platform.result.Report.Scope;
import io.consilium.platform.result.Reports;
import io.consilium.platform.round.Execution;
import io.consilium.platform.round.Phase;
import io.consilium.platform.round.Round;
import io.consilium.platform.round.RoundState;
import io.consilium.platform.round.Watching;
import io.consilium.platform.round.Watching.Watched;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A round: while it runs, where its executions are; afterwards its report. */
@Controller
class RoundPage {
  /** A facility's dataset and where its executions are, by model. */
  record Progressed(String facility, String datasetId, List<Step> steps) {}

  /** Where one execution is: a style and words. */
  record Step(String kind, String words) {}

  /** A model and its mark in the pictures. */
  record Key(String title, String kind, int series, String shape) {}

  /** An execution that came to nothing. */
  record Gone(String facility, String model, String why) {}

  private final Watching watching;
  private final Reports reports;
  private final Benchmarks benchmarks;
  private final Datasets datasets;
  private final Models models;
  private final Facilities facilities;

  RoundPage(
      Watching watching,
      Reports reports,
      Benchmarks benchmarks,
      Datasets datasets,
      Models models,
      Facilities facilities) {
    this.watching = watching;
    this.reports = reports;
    this.benchmarks = benchmarks;
    this.datasets = datasets;
    this.models = models;
    this.facilities = facilities;
  }

  @GetMapping("/rounds/{id}")
  String round(@PathVariable String id, @AuthenticationPrincipal CurrentUser user, Model model) {
    Round round = watching.find(id, user).orElseThrow(PortalError::notFound);
    Revision revision = benchmarks.find(round.benchmarkId(), round.revision()).orElseThrow();
    model.addAttribute("round", round);
    model.addAttribute("title", revision.title());
    model.addAttribute("words", round.state().words());
    model.addAttribute("opened", Figures.moment(round.openedAt()));
    model.addAttribute("deadline", Figures.moment(round.deadline()));
    model.addAttribute("left", Figures.until(round.deadline()));
    Optional<Report> report = reports.find(id, user);
    report.ifPresent(known -> describe(known, model));
    if (report.isEmpty()) {
      describe(round, model);
    }
    return report.isPresent() ? "report" : "round";
  }

  private void describe(Round round, Model model) {
    List<Watched> executions = watching.executionsOf(round);
    List<String> modelIds = distinct(executions, Execution::modelId);
    model.addAttribute(
        "columns", modelIds.stream().map(id -> models.find(id).orElseThrow().title()).toList());
    model.addAttribute(
        "rows",
        distinct(executions, Execution::datasetId).stream()
            .map(datasetId -> row(datasetId, modelIds, executions))
            .toList());
    model.addAttribute("executions", executions.size());
    model.addAttribute(
        "settled",
        executions.stream()
            .filter(one -> one.phase() == Phase.RELEASED || one.phase() == Phase.ENDED)
            .count());
    model.addAttribute(
        "live", round.state() == RoundState.RUNNING || round.state() == RoundState.SETTLED);
    model.addAttribute("closed", round.state() == RoundState.REVIEW);
  }

  private Progressed row(String datasetId, List<String> modelIds, List<Watched> executions) {
    return new Progressed(
        datasets
            .find(datasetId)
            .map(Dataset::facilityId)
            .flatMap(facilities::find)
            .map(Facility::name)
            .orElse(datasetId),
        datasetId,
        modelIds.stream()
            .map(
                modelId ->
                    executions.stream()
                        .filter(one -> one.execution().datasetId().equals(datasetId))
                        .filter(one -> one.execution().modelId().equals(modelId))
                        .findFirst()
                        .map(RoundPage::step)
                        .orElse(new Step("none", "–")))
            .toList());
  }

  private static Step step(Watched watched) {
    return new Step(
        watched.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        watched
            .execution()
            .reason()
            .map(Missing::words)
            .orElseGet(
                () ->
                    switch (watched.phase()) {
                      case WAITING -> "waiting";
                      case RUNNING -> "running";
                      case AWAITING_RELEASE -> "awaiting release";
                      case RELEASED -> "released";
                      case ENDED -> "ended";
                    }));
  }

  private static List<String> distinct(List<Watched> executions, Function<Execution, String> part) {
    return executions.stream().map(Watched::execution).map(part).distinct().toList();
  }

  private static void describe(Report report, Model model) {
    ReportedMetric primary =
        report.metrics().stream()
            .filter(metric -> metric.id().equals(report.primaryMetric()))
            .findFirst()
            .orElseThrow();
    model.addAttribute("report", report);
    model.addAttribute("primary", primary);
    model.addAttribute("audience", report.audience().name().toLowerCase(Locale.ROOT));
    model.addAttribute("compiled", Figures.moment(report.compiledAt()));
    model.addAttribute(
        "people",
        Figures.whole(report.datasets().stream().mapToLong(ReportedDataset::people).sum()));
    model.addAttribute(
        "sites", report.datasets().stream().map(ReportedDataset::facilityId).distinct().count());
    model.addAttribute(
        "released", report.cells().stream().filter(cell -> cell.reason().isEmpty()).count());
    model.addAttribute("level", Math.round(report.confidenceLevel() * 100));
    model.addAttribute("heatMap", HeatMap.of(report, primary));
    model.addAttribute("dotPlot", DotPlot.of(report, primary));
    model.addAttribute("keys", keys(report));
    model.addAttribute("gone", gone(report));
    model.addAttribute("notes", MetricTable.of(report, primary, Scope.OVERALL).notes());
    List<Scope> everyone = List.of(Scope.OVERALL);
    model.addAttribute("figures", tables(report, not(RoundPage::isCount), everyone));
    model.addAttribute("counts", tables(report, RoundPage::isCount, everyone));
    model.addAttribute(
        "subgroups",
        tables(
            report,
            metric -> true,
            report.pools().stream()
                .map(Report.Pool::scope)
                .filter(scope -> !scope.equals(Scope.OVERALL))
                .distinct()
                .toList()));
  }

  private static List<Key> keys(Report report) {
    return IntStream.range(0, report.models().size())
        .mapToObj(
            index ->
                new Key(
                    report.models().get(index).title(),
                    report.models().get(index).kind().name().toLowerCase(Locale.ROOT),
                    index % 6,
                    DotPlot.shape(index)))
        .toList();
  }

  private static List<Gone> gone(Report report) {
    return report.cells().stream()
        .flatMap(
            cell ->
                cell.reason().stream()
                    .map(
                        reason ->
                            new Gone(
                                facility(report, cell.datasetId()),
                                model(report, cell.modelId()),
                                reason.meaning())))
        .toList();
  }

  private static String facility(Report report, String datasetId) {
    return report.datasets().stream()
        .filter(dataset -> dataset.datasetId().equals(datasetId))
        .map(ReportedDataset::facility)
        .findFirst()
        .orElse(datasetId);
  }

  private static String model(Report report, String modelId) {
    return report.models().stream()
        .filter(model -> model.modelId().equals(modelId))
        .map(Report.ReportedModel::title)
        .findFirst()
        .orElse(modelId);
  }

  private static List<MetricTable> tables(
      Report report, Predicate<ReportedMetric> which, List<Scope> scopes) {
    return report.metrics().stream()
        .filter(which)
        .flatMap(
            metric ->
                scopes.stream()
                    .filter(scope -> isGiven(report, metric, scope))
                    .map(scope -> MetricTable.of(report, metric, scope)))
        .toList();
  }

  private static boolean isCount(ReportedMetric metric) {
    return metric.kind() == MetricKind.COUNT;
  }

  private static boolean isGiven(Report report, ReportedMetric metric, Scope scope) {
    return report.pools().stream()
        .anyMatch(pool -> pool.metricId().equals(metric.id()) && pool.scope().equals(scope));
  }
}
