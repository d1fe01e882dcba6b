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
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Facilities by models: the stronger a cell's colour, the better. A cell without a value is crossed
 * out and says why; the bar beside a facility's name is its size.
 */
final class HeatMap {
  private static final int LABEL = 250;
  private static final int BAR = 90;
  private static final int WIDTH = 1000;
  private static final int NARROWEST = 96;
  private static final int WIDEST = 220;
  private static final int ROW = 44;
  private static final int HEAD = 62;
  private static final int LINE = 16;
  private static final int GAP = 3;
  private static final int LONGEST_LABEL = 30;
  private static final double LETTER = 8;

  /** Shares of colour from which a light sheet's, and before it a dark one's, lettering changes. */
  private static final double HIGH = 0.76;

  private static final double MIDDLE = 0.51;

  private final Report report;
  private final ReportedMetric metric;
  private final double worst;
  private final double best;
  private final int column;
  private final StringBuilder svg = new StringBuilder();

  private HeatMap(Report report, ReportedMetric metric) {
    this.report = report;
    this.metric = metric;
    double[] values =
        report.cells().stream()
            .flatMap(cell -> cell.overall(metric.id()).stream())
            .flatMap(value -> value.value().stream())
            .mapToDouble(BigDecimal::doubleValue)
            .sorted()
            .toArray();
    double low = values.length == 0 ? 0 : values[0];
    double high = values.length == 0 ? 1 : values[values.length - 1];
    this.worst = metric.better() == Better.LOWER ? high : low;
    this.best = metric.better() == Better.LOWER ? low : high;
    int share = (WIDTH - LABEL - BAR) / Math.max(1, report.models().size());
    this.column = Math.min(WIDEST, Math.max(NARROWEST, share));
  }

  /** The picture as SVG, coloured by the page's style sheet. */
  static String of(Report report, ReportedMetric metric) {
    return new HeatMap(report, metric).draw();
  }

  private String draw() {
    int rows = report.datasets().size();
    int width = LABEL + BAR + report.models().size() * column;
    int height = HEAD + rows * ROW + 2 * ROW + 12;
    add(
        "<svg class=\"picture heat\" viewBox=\"0 0 %d %d\" style=\"max-width:%dpx\" role=\"img\" aria-label=\"%s at each facility for each model\">",
        width, height, width, Escape.xml(metric.title()));
    add("<text class=\"head\" x=\"%d\" y=\"%d\">people</text>", LABEL, HEAD - 14);
    for (int place = 0; place < report.models().size(); place++) {
      title(report.models().get(place).title(), centre(place));
    }
    long largest = report.datasets().stream().mapToLong(ReportedDataset::people).max().orElse(1);
    for (int row = 0; row < rows; row++) {
      facility(report.datasets().get(row), HEAD + row * ROW, Math.max(1, largest));
    }
    pooledRow("Mean over facilities", HEAD + rows * ROW + 12, Pool::macro);
    pooledRow("Pooled exactly", HEAD + (rows + 1) * ROW + 12, Pool::micro);
    return svg.append("</svg>").toString();
  }

  /** A model's title on two lines at most, and in full for who points at it. */
  private void title(String title, int x) {
    int longest = (int) (column / LETTER);
    int space = title.lastIndexOf(' ', longest);
    boolean split = title.length() > longest && space > 0;
    String first = split ? title.substring(0, space) : title;
    add("<text class=\"head middle\" x=\"%d\" y=\"%d\">", x, HEAD - 14 - (split ? LINE : 0));
    add("<title>%s</title>%s", Escape.xml(title), Escape.shortened(first, longest));
    if (split) {
      add(
          "<tspan x=\"%d\" dy=\"%d\">%s</tspan>",
          x, LINE, Escape.shortened(title.substring(space + 1), longest));
    }
    add("</text>");
  }

  private void facility(ReportedDataset dataset, int y, long largest) {
    add(
        "<text class=\"label\" x=\"0\" y=\"%d\">%s</text>",
        middle(y), Escape.shortened(dataset.facility(), LONGEST_LABEL));
    int width = (int) Math.max(2, (BAR - 50) * dataset.people() / largest);
    add(
        "<rect class=\"size\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"10\" rx=\"2\"/>",
        LABEL, y + ROW / 2 - 5, width);
    add(
        "<text class=\"small\" x=\"%d\" y=\"%d\">%s</text>",
        LABEL + width + 6, middle(y), Figures.whole(dataset.people()));
    for (int place = 0; place < report.models().size(); place++) {
      ReportedModel model = report.models().get(place);
      Optional<Cell> cell =
          report.cells().stream()
              .filter(one -> one.datasetId().equals(dataset.datasetId()))
              .filter(one -> one.modelId().equals(model.modelId()))
              .findFirst();
      Optional<BigDecimal> value =
          cell.flatMap(one -> one.overall(metric.id())).flatMap(Value::value);
      if (value.isPresent()) {
        filled(place, y, value.get());
      } else {
        crossed(place, y, cell.map(Missing::words).orElse("not ordered"));
      }
    }
  }

  private void filled(int place, int y, BigDecimal value) {
    double share = best == worst ? 0.5 : (value.doubleValue() - worst) / (best - worst);
    add(
        "<g class=\"%s\" style=\"--share:%.0f%%\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/><text x=\"%d\" y=\"%d\">%s</text></g>",
        share >= HIGH ? "cell high" : share >= MIDDLE ? "cell middle" : "cell low",
        share * 100,
        left(place),
        y + GAP,
        column - 2 * GAP,
        ROW - 2 * GAP,
        centre(place),
        middle(y),
        Figures.of(value, metric));
  }

  private void crossed(int place, int y, String why) {
    int x = left(place);
    int right = x + column - 2 * GAP;
    int top = y + GAP;
    int bottom = y + ROW - GAP;
    add(
        "<g class=\"missing\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/><path d=\"M%d %dL%d %dM%d %dL%d %d\"/><text x=\"%d\" y=\"%d\">%s</text></g>",
        x,
        top,
        column - 2 * GAP,
        ROW - 2 * GAP,
        x,
        top,
        right,
        bottom,
        x,
        bottom,
        right,
        top,
        centre(place),
        middle(y),
        Escape.xml(why));
  }

  private void pooledRow(String label, int y, Function<Pool, Optional<BigDecimal>> figure) {
    add("<text class=\"label strong\" x=\"0\" y=\"%d\">%s</text>", middle(y), label);
    List<ReportedModel> models = report.models();
    for (int place = 0; place < models.size(); place++) {
      String modelId = models.get(place).modelId();
      String text =
          report.pools().stream()
              .filter(pool -> pool.modelId().equals(modelId))
              .filter(pool -> pool.metricId().equals(metric.id()))
              .filter(pool -> pool.scope().equals(Scope.OVERALL))
              .findFirst()
              .flatMap(figure)
              .map(value -> Figures.of(value, metric))
              .orElse("–");
      add("<text class=\"pooled\" x=\"%d\" y=\"%d\">%s</text>", centre(place), middle(y), text);
    }
  }

  private int left(int place) {
    return LABEL + BAR + place * column + GAP;
  }

  private int centre(int place) {
    return LABEL + BAR + place * column + column / 2;
  }

  private static int middle(int y) {
    return y + ROW / 2 + 5;
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }
}
