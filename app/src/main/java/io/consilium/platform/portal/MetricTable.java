package io.consilium.platform.portal;

import io.consilium.contract.metric.Better;
import io.consilium.platform.result.Report;
import io.consilium.platform.result.Report.Cell;
import io.consilium.platform.result.Report.Pool;
import io.consilium.platform.result.Report.ReportedDataset;
import io.consilium.platform.result.Report.ReportedMetric;
import io.consilium.platform.result.Report.ReportedModel;
import io.consilium.platform.result.Report.Scope;
import io.consilium.platform.result.Report.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One metric of one group as a table: facilities by models, then the figures over facilities.
 *
 * @param title the metric's title, and its group where it is not everyone
 * @param hint which direction is better; may be empty
 * @param macro plain means over facilities by model
 * @param micro exactly pooled figures by model
 * @param notes why figures over facilities are missing
 */
record MetricTable(
    String title,
    String hint,
    List<Row> rows,
    List<String> macro,
    List<String> micro,
    List<String> notes) {

  /** One facility's values by model. */
  record Row(String facility, String people, List<Entry> entries) {}

  /**
   * One value.
   *
   * @param text the number, or why there is none
   * @param interval its limits; may be empty
   * @param kind the style of the cell: {@code value} or {@code missing}
   */
  record Entry(String text, String interval, String kind) {}

  static MetricTable of(Report report, ReportedMetric metric, Scope scope) {
    List<Pool> pools =
        report.models().stream()
            .flatMap(
                model ->
                    report.pools().stream()
                        .filter(pool -> pool.modelId().equals(model.modelId()))
                        .filter(pool -> pool.metricId().equals(metric.id()))
                        .filter(pool -> pool.scope().equals(scope)))
            .toList();
    return new MetricTable(
        scope.equals(Scope.OVERALL)
            ? metric.title()
            : metric.title() + " · " + scope.axis() + " " + scope.level(),
        hint(metric.better()),
        report.datasets().stream().map(dataset -> row(report, dataset, metric, scope)).toList(),
        pools.stream().map(pool -> figure(pool.macro(), metric)).toList(),
        pools.stream().map(pool -> figure(pool.micro(), metric)).toList(),
        pools.stream().map(Pool::note).filter(note -> !note.isEmpty()).distinct().toList());
  }

  private static Row row(
      Report report, ReportedDataset dataset, ReportedMetric metric, Scope scope) {
    return new Row(
        dataset.facility(),
        Figures.whole(dataset.people()),
        report.models().stream()
            .map(model -> entry(report, dataset, model, metric, scope))
            .toList());
  }

  private static Entry entry(
      Report report,
      ReportedDataset dataset,
      ReportedModel model,
      ReportedMetric metric,
      Scope scope) {
    Optional<Cell> cell =
        report.cells().stream()
            .filter(one -> one.datasetId().equals(dataset.datasetId()))
            .filter(one -> one.modelId().equals(model.modelId()))
            .findFirst();
    Optional<Value> value =
        cell.flatMap(
            one ->
                one.values().stream()
                    .filter(given -> given.metricId().equals(metric.id()))
                    .filter(given -> given.scope().equals(scope))
                    .findFirst());
    return value
        .flatMap(Value::value)
        .map(
            number ->
                new Entry(
                    Figures.of(number, metric),
                    value
                        .flatMap(Value::interval)
                        .map(
                            limits ->
                                Figures.of(limits.low(), metric)
                                    + " – "
                                    + Figures.of(limits.high(), metric))
                        .orElse(""),
                    "value"))
        .orElseGet(() -> new Entry(cell.map(Missing::words).orElse("–"), "", "missing"));
  }

  private static String figure(Optional<BigDecimal> value, ReportedMetric metric) {
    return value.map(number -> Figures.of(number, metric)).orElse("–");
  }

  private static String hint(Better better) {
    return switch (better) {
      case HIGHER -> "higher is better";
      case LOWER -> "lower is better";
      case NONE -> "";
    };
  }
}
