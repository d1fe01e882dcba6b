package io.consilium.platform.portal;

import io.consilium.platform.result.Report;
import io.consilium.platform.result.Report.Cell;
import io.consilium.platform.result.Report.Limits;
import io.consilium.platform.result.Report.Pool;
import io.consilium.platform.result.Report.ReportedDataset;
import io.consilium.platform.result.Report.ReportedMetric;
import io.consilium.platform.result.Report.ReportedModel;
import io.consilium.platform.result.Report.Scope;
import io.consilium.platform.result.Report.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Each facility's value with its interval, one mark for each model; below them the plain mean over
 * facilities. Models differ by shape as well as by colour.
 */
final class DotPlot {
  private static final int LABEL = 250;
  private static final int PLOT = 700;
  private static final int LINE = 18;
  private static final int PAD = 12;
  private static final int LONGEST_LABEL = 30;
  private static final int TICKS = 6;

  /** Series of colours and shapes in the style sheet. */
  private static final int SERIES = 6;

  private final Report report;
  private final ReportedMetric metric;
  private final double low;
  private final double high;
  private final double step;
  private final StringBuilder svg = new StringBuilder();

  private DotPlot(Report report, ReportedMetric metric) {
    this.report = report;
    this.metric = metric;
    double[] ends =
        report.cells().stream()
            .flatMap(cell -> cell.overall(metric.id()).stream())
            .flatMapToDouble(DotPlot::extent)
            .sorted()
            .toArray();
    double least = ends.length == 0 ? metric.low() : ends[0];
    double most = ends.length == 0 ? metric.high() : ends[ends.length - 1];
    this.step = niceStep((most > least ? most - least : 1) / (TICKS - 1));
    this.low = Math.max(Math.floor(least / step) * step, metric.low());
    this.high = Math.min(Math.ceil(most / step) * step, Math.max(metric.high(), most));
  }

  /** The picture as SVG, coloured by the page's style sheet. */
  static String of(Report report, ReportedMetric metric) {
    return new DotPlot(report, metric).draw();
  }

  private static DoubleStream extent(Value value) {
    return Stream.concat(
            value.value().stream(),
            value.interval().stream().flatMap(limits -> Stream.of(limits.low(), limits.high())))
        .mapToDouble(BigDecimal::doubleValue);
  }

  private static double niceStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double share = rough / power;
    double nice = share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10;
    return nice * power;
  }

  private String draw() {
    int band = report.models().size() * LINE + PAD;
    int bands = report.datasets().size() + 1;
    int bottom = bands * band + 8;
    int width = LABEL + PLOT + 30;
    add(
        "<svg class=\"picture dots\" viewBox=\"0 0 %d %d\" style=\"max-width:%dpx\" role=\"img\" aria-label=\"%s at each facility with its interval\">",
        width, bottom + 34, width, Escape.xml(metric.title()));
    grid(bottom);
    for (int row = 0; row < report.datasets().size(); row++) {
      ReportedDataset dataset = report.datasets().get(row);
      label(dataset.facility(), row * band, band, "label");
      for (int column = 0; column < report.models().size(); column++) {
        mark(dataset, column, row * band + PAD / 2 + column * LINE + LINE / 2);
      }
    }
    int top = (bands - 1) * band + 8;
    add("<path class=\"rule\" d=\"M0 %dH%d\"/>", top - 4, LABEL + PLOT);
    label("Mean over facilities", top, band, "label strong");
    for (int column = 0; column < report.models().size(); column++) {
      mean(column, top + PAD / 2 + column * LINE + LINE / 2);
    }
    return svg.append("</svg>").toString();
  }

  private void grid(int bottom) {
    int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    for (int tick = 0; low + tick * step <= high + step / 1000; tick++) {
      double at = low + tick * step;
      add("<path class=\"grid\" d=\"M%.1f 0V%d\"/>", x(at), bottom);
      add(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%." + digits + "f</text>",
          x(at),
          bottom + 20,
          at);
    }
  }

  private void label(String text, int top, int band, String kind) {
    add(
        "<text class=\"%s\" x=\"0\" y=\"%d\">%s</text>",
        kind, top + band / 2 + 5, Escape.shortened(text, LONGEST_LABEL));
  }

  private void mark(ReportedDataset dataset, int column, int y) {
    ReportedModel model = report.models().get(column);
    report.cells().stream()
        .filter(cell -> cell.datasetId().equals(dataset.datasetId()))
        .filter(cell -> cell.modelId().equals(model.modelId()))
        .findFirst()
        .ifPresent(cell -> mark(cell, dataset, model, column, y));
  }

  private void mark(Cell cell, ReportedDataset dataset, ReportedModel model, int column, int y) {
    cell.overall(metric.id())
        .filter(value -> value.value().isPresent())
        .ifPresentOrElse(
            value -> {
              add(
                  "<g class=\"series s%d\"><title>%s, %s: %s</title>",
                  column % SERIES,
                  Escape.xml(dataset.facility()),
                  Escape.xml(model.title()),
                  value.value().map(number -> Figures.of(number, metric)).orElse(""));
              value.interval().ifPresent(limits -> whisker(limits, y));
              shape(column, x(value.value().orElseThrow().doubleValue()), y);
              svg.append("</g>");
            },
            () ->
                add(
                    "<text class=\"gone s%d\" x=\"%d\" y=\"%d\">× %s</text>",
                    column % SERIES, LABEL + 4, y + 4, Escape.xml(Missing.words(cell))));
  }

  private void whisker(Limits limits, int y) {
    double from = x(limits.low().doubleValue());
    double to = x(limits.high().doubleValue());
    add("<path d=\"M%.1f %dH%.1fM%.1f %dv6M%.1f %dv6\"/>", from, y, to, from, y - 3, to, y - 3);
  }

  private void mean(int column, int y) {
    String modelId = report.models().get(column).modelId();
    report.pools().stream()
        .filter(pool -> pool.modelId().equals(modelId))
        .filter(pool -> pool.metricId().equals(metric.id()))
        .filter(pool -> pool.scope().equals(Scope.OVERALL))
        .findFirst()
        .flatMap(Pool::macro)
        .ifPresent(
            value -> {
              add("<g class=\"series s%d\">", column % SERIES);
              shape(column, x(value.doubleValue()), y);
              add(
                  "<text class=\"small\" x=\"%.1f\" y=\"%d\">%s</text></g>",
                  x(value.doubleValue()) + 10, y + 4, Figures.of(value, metric));
            });
  }

  /** The mark of a model, for the plot and for its key. */
  static String shape(int column) {
    return switch (column % 3) {
      case 0 -> "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z";
      case 1 -> "M-4.5 -4.5h9v9h-9z";
      default -> "M0 -6L5.5 4.5H-5.5z";
    };
  }

  private void shape(int column, double x, int y) {
    add("<path class=\"mark\" transform=\"translate(%.1f %d)\" d=\"%s\"/>", x, y, shape(column));
  }

  private double x(double value) {
    return LABEL + PLOT * (Math.min(Math.max(value, low), high) - low) / (high - low);
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }
}
