package io.consilium.worker.console;

import io.consilium.worker.authorisation.AcceptanceDecision;
import java.util.List;
import java.util.Locale;

/** What was decided about a benchmark, newest first. It stays at the site. */
record DecidedPage(String benchmark, List<AcceptanceDecision> decisions) implements Page {
  @Override
  public String text() {
    if (decisions.isEmpty()) {
      return "Nothing was decided about " + benchmark + " yet.\n";
    }
    Lines lines = Lines.of();
    decisions.forEach(
        decision ->
            lines.line(
                "%s  %s %s by %s%s"
                    .formatted(
                        decision.at(),
                        decision
                            .model()
                            .map(model -> "model " + model + " in revision " + decision.revision())
                            .orElse("revision " + decision.revision()),
                        decision.kind().name().toLowerCase(Locale.ROOT),
                        decision.by(),
                        decision.reason().isEmpty() ? "" : ": " + decision.reason())));
    return lines.text();
  }
}
