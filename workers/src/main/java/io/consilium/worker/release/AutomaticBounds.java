package io.consilium.worker.release;

import io.consilium.contract.benchmark.Audience;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.release.GateReport.Check;
import io.consilium.worker.release.GateReport.Outcome;
import io.consilium.worker.release.GateReport.Rule;
import io.consilium.worker.site.DisclosurePolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a result may leave without a person, where site policy lets results do that. */
final class AutomaticBounds {
  private AutomaticBounds() {}

  /** Why a person has to decide; nothing when the result is within the bounds. */
  static Optional<String> beyond(
      DisclosurePolicy.Automatic bounds,
      Execution execution,
      GateReport report,
      Audience audience) {
    if (!bounds.benchmarks().isEmpty() && !bounds.benchmarks().contains(execution.benchmarkId())) {
      return Optional.of(
          "site policy does not name the benchmark %s".formatted(execution.benchmarkId()));
    }
    if (audience.compareTo(bounds.widestAudience()) > 0) {
      return Optional.of(
          "the audience %s is wider than %s"
              .formatted(lower(audience), lower(bounds.widestAudience())));
    }
    if (report.bits() > bounds.maxBits()) {
      return Optional.of(
          "it can carry %d bits, more than %d".formatted(report.bits(), bounds.maxBits()));
    }
    return report.minimumCount() < bounds.minimumCount()
        ? Optional.of(
            "its figures rest on %d people at least, fewer than %d"
                .formatted(report.minimumCount(), bounds.minimumCount()))
        : Optional.empty();
  }

  static Check check(Optional<String> beyond) {
    return beyond
        .map(why -> new Check(Rule.AUTOMATIC, Outcome.WAITS, why + ": a person decides", List.of()))
        .orElseGet(() -> Check.passed(Rule.AUTOMATIC, "within the bounds of site policy"));
  }

  private static String lower(Audience audience) {
    return audience.name().toLowerCase(Locale.ROOT);
  }
}
