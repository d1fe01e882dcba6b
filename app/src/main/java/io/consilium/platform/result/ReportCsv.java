package io.consilium.platform.result;

import io.consilium.contract.Reason;
import io.consilium.contract.metric.MetricValue;
import io.consilium.platform.result.Report.Cell;
import io.consilium.platform.result.Report.Limits;
import io.consilium.platform.result.Report.Pool;
import io.consilium.platform.result.Report.ReportedDataset;
import io.consilium.platform.result.Report.ReportedMetric;
import io.consilium.platform.result.Report.Scope;
import io.consilium.platform.result.Report.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A report as comma-separated values (RFC 4180): one row for each facility's value and for each
 * pooled figure. Columns are only ever added, at the end.
 */
final class ReportCsv {
  static final List<String> COLUMNS =
      List.of(
          "round",
          "row",
          "facility",
          "dataset",
          "people",
          "model",
          "axis",
          "level",
          "metric",
          "value",
          "standard_error",
          "interval_low",
          "interval_high",
          "facilities",
          "missing");

  private final StringBuilder text = new StringBuilder();
  private final Report report;

  private ReportCsv(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    ReportCsv csv = new ReportCsv(report);
    csv.line(COLUMNS);
    for (ReportedDataset dataset : report.datasets()) {
      report.cells().stream()
          .filter(cell -> cell.datasetId().equals(dataset.datasetId()))
          .forEach(cell -> csv.cell(cell, dataset));
    }
    report.pools().forEach(csv::pool);
    return csv.text.toString();
  }

  private void cell(Cell cell, ReportedDataset dataset) {
    cell.reason()
        .ifPresent(
            reason ->
                report.metrics().stream()
                    .map(ReportedMetric::id)
                    .forEach(metric -> missing(cell, dataset, metric, reason)));
    for (Value value : cell.values()) {
      line(
          List.of(
              report.roundId(),
              "facility",
              dataset.facilityId(),
              dataset.datasetId(),
              String.valueOf(dataset.people()),
              cell.modelId(),
              value.scope().axis(),
              value.scope().level(),
              value.metricId(),
              number(value.value()),
              number(value.standardError()),
              number(value.interval().map(Limits::low)),
              number(value.interval().map(Limits::high)),
              "",
              value.value().isPresent() ? "" : MetricValue.WITHHELD));
    }
  }

  private void missing(Cell cell, ReportedDataset dataset, String metric, Reason reason) {
    line(
        List.of(
            report.roundId(),
            "facility",
            dataset.facilityId(),
            dataset.datasetId(),
            String.valueOf(dataset.people()),
            cell.modelId(),
            "",
            "",
            metric,
            "",
            "",
            "",
            "",
            "",
            reason.name()));
  }

  private void pool(Pool pool) {
    pooled(pool, "macro", pool.macro());
    pooled(pool, "micro", pool.micro());
  }

  private void pooled(Pool pool, String row, Optional<BigDecimal> value) {
    Scope scope = pool.scope();
    line(
        List.of(
            report.roundId(),
            row,
            "",
            "",
            "",
            pool.modelId(),
            scope.axis(),
            scope.level(),
            pool.metricId(),
            number(value),
            "",
            "",
            "",
            String.valueOf(pool.facilities()),
            value.isPresent() ? "" : pool.note()));
  }

  private void line(List<String> fields) {
    text.append(fields.stream().map(ReportCsv::field).collect(Collectors.joining(",")))
        .append("\r\n");
  }

  private static String number(Optional<BigDecimal> value) {
    return value.map(BigDecimal::toPlainString).orElse("");
  }

  private static String field(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
