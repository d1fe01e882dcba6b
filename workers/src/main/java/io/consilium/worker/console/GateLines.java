package io.consilium.worker.console;

import io.consilium.worker.release.Difference;
import io.consilium.worker.release.GateReport;
import java.util.ArrayList;
import java.util.List;

/** What the gate did and how a result differs from earlier ones, for a terminal. */
final class GateLines {
  private GateLines() {}

  static String of(GateReport report) {
    List<List<String>> rows = new ArrayList<>();
    for (GateReport.Check check : report.checks()) {
      rows.add(List.of(check.outcome().words(), check.rule().title() + ": " + check.why()));
      check.figures().forEach(figure -> rows.add(List.of("", "  " + figure)));
    }
    return Lines.of()
        .line(
            "The gate (%d bits of at most %d; at least %d people):"
                .formatted(report.bits(), report.mostBits(), report.minimumCount()))
        .table(rows)
        .text()
        .stripTrailing();
  }

  static String of(List<Difference> differences) {
    Lines lines = Lines.of().line("Left earlier about the same data:");
    for (Difference difference : differences) {
      lines.line(
          "%s in %s, execution %s: %d figures are the same, %d are not"
              .formatted(
                  difference.modelId(),
                  difference.roundId(),
                  difference.executionId(),
                  difference.figures(),
                  difference.changes().size()));
      difference
          .changes()
          .forEach(
              change ->
                  lines.line(
                      "  %s: %s, now %s"
                          .formatted(
                              change.figure(),
                              change.before().orElse("not there"),
                              change.now().orElse("not there"))));
    }
    return lines.text().stripTrailing();
  }
}
