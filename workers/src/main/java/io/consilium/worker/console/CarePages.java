package io.consilium.worker.console;

import io.consilium.worker.preparation.DatasetCare;
import java.util.List;
import java.util.Optional;

/** The answers about looking after datasets. */
final class CarePages {
  private CarePages() {}

  /** What a check found. */
  record Check(String dataset, boolean sound, List<Found> findings) implements Page {
    record Found(String subject, String found, Optional<String> problem) {}

    static Check of(String dataset, List<DatasetCare.Finding> findings) {
      return new Check(
          dataset,
          findings.stream().allMatch(finding -> finding.problem().isEmpty()),
          findings.stream()
              .map(finding -> new Found(finding.subject(), finding.found(), finding.problem()))
              .toList());
    }

    @Override
    public String text() {
      Lines lines = Lines.of();
      for (Found finding : findings) {
        lines.field(
            finding.subject(),
            (finding.problem().isEmpty() ? "ok       " : "PROBLEM  ") + finding.found());
        finding.problem().ifPresent(problem -> lines.field("", "         " + problem));
      }
      return lines
          .blank()
          .line(sound ? "The dataset " + dataset + " is sound." : "Something is wrong with it.")
          .text();
    }
  }

  /** What would be gone. */
  record Removal(String dataset, String state, String prepared, List<String> consequences)
      implements Page {
    static Removal of(DatasetCare.Removal removal) {
      return new Removal(
          removal.dataset().name(),
          removal.dataset().state().name(),
          removal.prepared().toString(),
          removal.consequences());
    }

    @Override
    public String text() {
      Lines lines =
          Lines.of().field("Dataset", dataset).field("State", state).field("Deleted", prepared);
      consequences.forEach(lines::line);
      return lines.text();
    }
  }

  /** It is gone. */
  record Removed(String dataset) implements Page {
    @Override
    public String text() {
      return "The dataset " + dataset + " is removed.\n";
    }
  }
}
