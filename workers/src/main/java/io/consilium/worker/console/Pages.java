package io.consilium.worker.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.journal.LedgerEntry;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.release.Difference;
import io.consilium.worker.release.GateReport;
import io.consilium.worker.release.ReleaseSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The answers of the console. */
final class Pages {
  private Pages() {}

  /** Something that went wrong. */
  record Fault(String detail) implements Page {
    @Override
    public String text() {
      return detail + "\n";
    }
  }

  /** How the worker is. */
  record Status(
      String facility,
      String name,
      String platform,
      String connection,
      Instant connectionSince,
      String connectionWords,
      String trouble,
      String release,
      int slots,
      String engine,
      List<Task> running,
      List<Statement> statements,
      int waitingForRelease,
      List<Failure> failures)
      implements Page {
    record Task(String topic, String subject, Instant since) {}

    record Failure(String topic, String subject, String reason, String detail) {}

    @Override
    public String text() {
      Lines lines =
          Lines.of()
              .field("Facility", name + " (" + facility + ")")
              .field("Platform", connectionWords)
              .field("Containers", trouble.isEmpty() ? slots + " at the same time" : trouble)
              .field("Engine", engine)
              .field("Release", release);
      running.forEach(
          task ->
              lines.field(
                  "Running", task.topic() + " of " + task.subject() + " since " + task.since()));
      if (waitingForRelease > 0) {
        lines.field(
            "Waiting", waitingForRelease + " results wait for a decision: consilium release list");
      }
      if (!statements.isEmpty()) {
        lines.blank().line("Statements that the platform does not have:");
        statements.forEach(statement -> lines.line("  " + statement.words()));
      }
      if (!failures.isEmpty()) {
        lines.blank().line("What failed last:");
        failures.forEach(
            failure ->
                lines.line(
                    "  %s of %s: %s, %s"
                        .formatted(
                            failure.topic(),
                            failure.subject(),
                            failure.reason(),
                            failure.detail())));
      }
      return lines.text();
    }
  }

  /** A statement that was signed here. */
  record Statement(
      long number, String id, String kind, String subject, String state, Optional<String> detail)
      implements Page {
    static Statement of(OutgoingStatement statement) {
      return new Statement(
          statement.number(),
          statement.id(),
          statement.kind(),
          statement.subject(),
          statement.state().name(),
          statement.detail());
    }

    String words() {
      String what = kind + " about " + subject;
      return switch (OutgoingStatement.State.valueOf(state)) {
        case DELIVERED -> what + ": the platform has it";
        case REFUSED -> what + ": the platform refused it: " + detail.orElse("");
        case WAITING ->
            what + ": on its way" + detail.map(why -> " (last answer: " + why + ")").orElse("");
      };
    }

    @Override
    public String text() {
      return words() + "\n";
    }
  }

  /** Several statements. */
  record Statements(List<Statement> statements) implements Page {
    @Override
    public String text() {
      Lines lines = Lines.of();
      statements.forEach(statement -> lines.line(statement.words()));
      return lines.text();
    }
  }

  /** What the platform offers. */
  record Offers(List<Offer> benchmarks) implements Page {
    record Offer(
        String benchmark,
        int revision,
        String title,
        String digest,
        String acceptance,
        List<Model> models) {}

    record Model(String model, String title, String owner, String acceptance) {}

    @Override
    public String text() {
      if (benchmarks.isEmpty()) {
        return "The platform offers no benchmark yet.\n";
      }
      Lines lines = Lines.of();
      for (Offer offer : benchmarks) {
        lines.line(
            "%s, revision %d: %s (%s)"
                .formatted(offer.benchmark(), offer.revision(), offer.title(), offer.acceptance()));
        for (Model model : offer.models()) {
          lines.line("  %-24s %s (%s)".formatted(model.model(), model.title(), model.acceptance()));
        }
      }
      return lines.text();
    }
  }

  /** What is accepted now. */
  record Accepted(String benchmark, int revision, String digest, List<String> models)
      implements Page {
    @Override
    public String text() {
      return "Accepted revision %d of %s with the models %s.\n"
          .formatted(revision, benchmark, String.join(", ", models));
    }
  }

  /** A dataset. Its paths are shown here and nowhere else. */
  record DatasetView(
      String name,
      String benchmark,
      int people,
      String data,
      String labels,
      String state,
      String words,
      Optional<String> reason,
      Optional<String> detail,
      Optional<String> fingerprint,
      Optional<String> medperfHash,
      @JsonRawValue String statistics)
      implements Page {
    static DatasetView of(Dataset dataset) {
      return new DatasetView(
          dataset.name(),
          dataset.benchmarkId(),
          dataset.people(),
          dataset.data().toString(),
          dataset.labels().toString(),
          dataset.state().name(),
          dataset.state().words(),
          dataset.reason(),
          dataset.detail(),
          dataset.fingerprint(),
          dataset.medperfHash(),
          dataset.statistics().orElse("null"));
    }

    @Override
    public String text() {
      Lines lines =
          Lines.of()
              .field("Dataset", name)
              .field("Benchmark", benchmark)
              .field("People", people)
              .field("Raw data", data)
              .field("Raw labels", labels)
              .field("State", words)
              .field("Reason", reason)
              .field("Detail", detail)
              .field("Fingerprint", fingerprint)
              .field("MedPerf hash", medperfHash);
      if (!statistics.equals("null")) {
        lines.field("Statistics", statistics);
      }
      return lines.text();
    }
  }

  /** What the platform would be told of a dataset. */
  record RegistrationView(
      String dataset,
      String benchmark,
      int people,
      String fingerprint,
      @JsonRawValue String statistics)
      implements Page {
    @Override
    public String text() {
      return Lines.of()
          .line("The platform would be told of the dataset " + dataset + ":")
          .field("Benchmark", benchmark)
          .field("People", people)
          .field("Fingerprint", fingerprint)
          .field("Statistics", statistics)
          .text();
    }
  }

  /** What joining means. */
  record JoiningView(String dataset, String benchmark, String fingerprint) implements Page {
    @Override
    public String text() {
      return Lines.of()
          .line("The dataset %s would take part in %s.".formatted(dataset, benchmark))
          .line("Models that this site accepted may then run on it; their results wait here.")
          .field("Fingerprint", fingerprint)
          .text();
    }
  }

  /** The site's datasets. */
  record Datasets(List<DatasetView> datasets) implements Page {
    @Override
    public String text() {
      if (datasets.isEmpty()) {
        return "There are no datasets. Add one with 'consilium dataset add'.\n";
      }
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("NAME", "BENCHMARK", "PEOPLE", "STATE", ""));
      datasets.forEach(
          dataset ->
              rows.add(
                  List.of(
                      dataset.name(),
                      dataset.benchmark(),
                      Integer.toString(dataset.people()),
                      dataset.state(),
                      dataset.words()
                          + dataset.reason().map(reason -> " (" + reason + ")").orElse("")
                          + dataset.detail().map(detail -> ": " + detail).orElse(""))));
      return Lines.of().table(rows).text();
    }
  }

  /** A result that waits, or what became of it. */
  record ReleaseView(
      String execution,
      String round,
      String benchmark,
      int revision,
      String dataset,
      String model,
      String state,
      String words,
      Optional<String> audience,
      Optional<String> decidedBy,
      Optional<String> reason,
      Optional<String> detail,
      @JsonRawValue String metrics,
      Optional<GateReport> gate,
      List<Difference> differences)
      implements Page {
    static ReleaseView of(Execution execution) {
      return of(execution, Optional.empty(), List.of());
    }

    static ReleaseView of(
        Execution execution, Optional<GateReport> gate, List<Difference> differences) {
      return new ReleaseView(
          execution.id(),
          execution.roundId(),
          execution.benchmarkId(),
          execution.revision(),
          execution.dataset(),
          execution.modelId(),
          execution.state().name(),
          execution.state().words(),
          execution.audience(),
          execution.decidedBy(),
          execution.reason(),
          execution.detail(),
          execution.metrics().orElse("null"),
          gate,
          differences);
    }

    @Override
    public String text() {
      Lines lines =
          Lines.of()
              .field("Execution", execution)
              .field("Round", round)
              .field("Benchmark", benchmark + ", revision " + revision)
              .field("Dataset", dataset)
              .field("Model", model)
              .field("State", words)
              .field("Decided by", decidedBy)
              .field("Reason", reason)
              .field("Detail", detail)
              .field("Audience", audience.map(widest -> "at most " + widest));
      if (!metrics.equals("null")) {
        lines.blank().line("Exactly these bytes leave with a release:").line(metrics);
      }
      gate.ifPresent(report -> lines.blank().line(GateLines.of(report)));
      if (!differences.isEmpty()) {
        lines.blank().line(GateLines.of(differences));
      }
      return lines.text();
    }
  }

  /** A signed statement, byte for byte. */
  record EnvelopeView(@JsonRawValue String envelope) implements Page {
    @Override
    public String text() {
      return envelope + "\n";
    }
  }

  /** Who has the release key unlocked. */
  record SessionView(Optional<ReleaseSession.State> unlocked) implements Page {
    @Override
    public String text() {
      return unlocked
          .map(
              state ->
                  "The release key is unlocked for %s until %s.\n"
                      .formatted(state.person(), state.until()))
          .orElse("The release key is locked.\n");
    }
  }

  /** Results that are to be decided about. */
  record Releases(List<ReleaseView> releases) implements Page {
    @Override
    public String text() {
      if (releases.isEmpty()) {
        return "No result waits for a decision.\n";
      }
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("EXECUTION", "DATASET", "MODEL", "ROUND", "STATE", ""));
      releases.forEach(
          release ->
              rows.add(
                  List.of(
                      release.execution(),
                      release.dataset(),
                      release.model(),
                      release.round(),
                      release.state(),
                      release.words()
                          + release.reason().map(reason -> " (" + reason + ")").orElse("")
                          + release.detail().map(detail -> ": " + detail).orElse(""))));
      return Lines.of().table(rows).text();
    }
  }

  /** Results in full, one after the other. */
  record ReleasesInFull(List<ReleaseView> releases) implements Page {
    @Override
    public String text() {
      Lines lines = Lines.of();
      releases.forEach(release -> lines.line(release.text()));
      return lines.text();
    }
  }

  /** What was sent. */
  record LedgerView(String head, String condition, List<LedgerEntry> entries) implements Page {
    static LedgerView of(String head, OptionalLong broken, List<LedgerEntry> entries) {
      return new LedgerView(
          head,
          broken.isPresent()
              ? "entry " + broken.getAsLong() + " is not what was entered"
              : "every entry is what was entered",
          entries);
    }

    @Override
    public String text() {
      Lines lines = Lines.of().field("Head", head).field("Checked", condition).blank();
      for (LedgerEntry entry : entries) {
        lines.line(
            "%6d  %s  %s to %s%s"
                .formatted(
                    entry.position(),
                    entry.at(),
                    entry.kind(),
                    entry.destination(),
                    entry.person().isEmpty() ? "" : ", decided by " + entry.person()));
        if (!entry.body().isEmpty()) {
          lines.line("        " + entry.body());
        }
      }
      return lines.text();
    }
  }
}
