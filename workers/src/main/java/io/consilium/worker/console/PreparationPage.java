package io.consilium.worker.console;

import io.consilium.worker.preparation.PreparationStatus;
import io.consilium.worker.preparation.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a preparation stands. */
record PreparationPage(
    String dataset,
    String benchmark,
    String state,
    String words,
    Optional<String> reason,
    Optional<String> detail,
    int cases,
    List<Stage> stages,
    Optional<String> trouble,
    Optional<Work> work,
    List<String> next)
    implements Page {
  private static final int ALL = 100;

  /** A stage with its share of all cases, rounded to whole percent. */
  record Stage(String name, int cases, int percent) {}

  record Work(List<String> folders, String report, String log, String printed) {}

  static PreparationPage of(PreparationStatus status) {
    Progress progress =
        status.progress().orElseGet(() -> new Progress(0, List.of(), Optional.empty()));
    return new PreparationPage(
        status.dataset().name(),
        status.dataset().benchmarkId(),
        status.dataset().state().name(),
        status.dataset().state().words(),
        status.dataset().reason(),
        status.work().isPresent() ? Optional.empty() : status.dataset().detail(),
        progress.cases(),
        progress.stages().stream().map(stage -> stage(stage, progress.cases())).toList(),
        progress.trouble(),
        status
            .work()
            .map(
                work ->
                    new Work(
                        work.folders().stream().map(Path::toString).toList(),
                        work.report().toString(),
                        work.log().toString(),
                        work.printed())),
        status.next());
  }

  private static Stage stage(Progress.Stage stage, int cases) {
    return new Stage(
        stage.name(), stage.cases(), (int) Math.round((double) ALL * stage.cases() / cases));
  }

  @Override
  public String text() {
    Lines lines =
        Lines.of()
            .field("Dataset", dataset)
            .field("Benchmark", benchmark)
            .field("State", words)
            .field("Reason", reason)
            .field("Detail", detail);
    if (cases > 0) {
      lines.field("Cases", cases);
      for (Stage stage : stages) {
        lines.line("  %-30s %7d %5d %%".formatted(stage.name(), stage.cases(), stage.percent()));
      }
    }
    lines.field("Report", trouble);
    work.ifPresent(
        todo -> {
          lines.blank().line("The check found cases that need people:");
          todo.folders().forEach(folder -> lines.field("Folder", folder));
          lines.field("Report", todo.report());
          lines.field("Log", todo.log());
          todo.printed().lines().forEach(line -> lines.line("  | " + line));
        });
    if (!next.isEmpty()) {
      lines.blank();
      next.forEach(lines::line);
    }
    return lines.text();
  }
}
