package io.consilium.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The results as a visitor reads them on a terminal. */
final class ResultTable {
  private static final String NONE = "-";
  private static final List<String> POOLED = List.of("accuracy", "sensitivity", "specificity");

  private final Results results;
  private final List<List<String>> rows = new ArrayList<>();

  private ResultTable(Results results) {
    this.results = results;
  }

  /** The primary metric of every facility and model, its mean, and what can be pooled exactly. */
  static String of(Results results) {
    ResultTable table = new ResultTable(results);
    table.facilities();
    table.means();
    table.pooled();
    return table.render();
  }

  private void facilities() {
    String metric = results.primaryMetric();
    row(results.titleOf(metric), "women", Function.identity());
    for (Results.Dataset dataset : results.datasets()) {
      row(
          dataset.facility(),
          String.valueOf(dataset.people()),
          model -> results.cell(dataset, model, metric));
    }
  }

  private void means() {
    String metric = results.primaryMetric();
    row("Mean of the facilities", "", pooling(metric, Results.Pooling.MACRO));
    row("Pooled exactly", "", pooling(metric, Results.Pooling.MICRO));
  }

  private void pooled() {
    for (String metric : POOLED) {
      row(
          results.titleOf(metric) + ", pooled exactly",
          String.valueOf(results.people()),
          pooling(metric, Results.Pooling.MICRO));
    }
  }

  private Function<String, String> pooling(String metric, Results.Pooling pooling) {
    return model -> results.pooled(model, metric, pooling).orElse(NONE);
  }

  private void row(String title, String people, Function<String, String> cell) {
    List<String> row = new ArrayList<>(List.of(title, people));
    results.models().stream().map(cell).forEach(row::add);
    rows.add(row);
  }

  private String render() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.get(0).size(); column++) {
      int index = column;
      widths.add(rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0));
    }
    int facilities = results.datasets().size();
    List<String> lines = new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
    String rule = "  " + "-".repeat(widths.stream().mapToInt(width -> width + 3).sum() - 3);
    lines.add(1 + facilities + 2, rule);
    lines.add(1 + facilities, rule);
    lines.add(1, rule);
    return lines.stream().collect(Collectors.joining("\n", "\n", ""));
  }

  /** The first column stands left, the others right. */
  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder("  ");
    for (int column = 0; column < row.size(); column++) {
      String sign = column == 0 ? "-" : "";
      line.append(String.format("%" + sign + widths.get(column) + "s   ", row.get(column)));
    }
    return line.toString().stripTrailing();
  }
}
