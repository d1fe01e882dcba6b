package io.consilium.worker.cli;

import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.cli.ConsoleClient.Form;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.StepOutcome;
import io.consilium.worker.site.SitePolicy;
import io.consilium.worker.step.Trial;
import io.consilium.worker.step.TrialWatcher;
import io.consilium.worker.step.TriedStep;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells how a test run goes, to a person as it goes, or to a program at its end. */
interface TestRunReport extends TrialWatcher {
  static TestRunReport of(PrintWriter out, Form form, SitePolicy limits) {
    return switch (form) {
      case TEXT -> new ForPeople(out, limits);
      case JSON -> new ForPrograms(out);
    };
  }

  /** What is tried. */
  void title(String words);

  void end(Trial trial);

  private static String seconds(Duration took) {
    return "%.1f s".formatted(took.toMillis() / 1000.0);
  }

  private static String result(TriedStep step) {
    if (step.outcome() instanceof StepOutcome.Failed failed) {
      return failed.detail().name();
    }
    return step.passed() ? "ok" : "ENGINE_UNAVAILABLE";
  }

  private static List<String> next(Trial trial) {
    return trial.passed()
        ? List.of("Push the images, register their digests, and submit: docs/model-owner.md.")
        : List.of(trial.advice(), "Mend it, build the image again, and run this test again.");
  }

  /** Lines as it goes, the output of what fails, and a table. */
  record ForPeople(PrintWriter out, SitePolicy limits) implements TestRunReport {
    @Override
    public void title(String words) {
      SitePolicy.Resources resources = limits.resources();
      out.println("Trying " + words + ",");
      out.printf(
          Locale.ROOT,
          "sealed: no network, nothing to write but outputs and /tmp, user %s, %d MiB, %s processors, %s%n%n",
          limits.runAs(),
          resources.memory() >> 20,
          resources.cpus(),
          limits.stepDeadline().toString().substring(2).toLowerCase(Locale.ROOT));
      out.flush();
    }

    @Override
    public void begins(Role role, ContainerSpec container) {
      out.printf("%s: %s ... ", TriedStep.word(role), container.id());
      out.flush();
    }

    @Override
    public void ended(TriedStep step) {
      out.println(result(step) + ", " + seconds(step.took()));
      out.flush();
    }

    @Override
    public void end(Trial trial) {
      trial.steps().stream()
          .filter(step -> !step.passed())
          .forEach(
              step -> {
                out.println();
                out.println("What " + step.container().id() + " printed:");
                out.println(
                    (step.printed().isBlank() ? "(nothing)" : step.printed().stripTrailing())
                        .indent(2)
                        .stripTrailing());
              });
      out.println();
      out.printf("%-14s %-24s %-20s %s%n", "STEP", "CONTAINER", "RESULT", "TIME");
      for (TriedStep step : trial.steps()) {
        out.printf(
            "%-14s %-24s %-20s %s%n",
            step.word(), step.container().id(), result(step), seconds(step.took()));
      }
      out.println();
      trial.results().ifPresent(text -> out.println("results.yaml:\n" + text.strip().indent(2)));
      trial.notes().forEach(note -> out.println("Note: " + note + "."));
      out.println(trial.fault().map(fault -> "FAILED: " + fault).orElse("PASSED"));
      next(trial).forEach(sentence -> out.println("Next: " + sentence));
      out.flush();
    }
  }

  /** One JSON document. */
  record ForPrograms(PrintWriter out) implements TestRunReport {
    @Override
    public void title(String words) {}

    @Override
    public void begins(Role role, ContainerSpec container) {}

    @Override
    public void ended(TriedStep step) {}

    @Override
    public void end(Trial trial) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("passed", trial.passed());
      document.put("steps", trial.steps().stream().map(ForPrograms::step).toList());
      document.put("notes", trial.notes());
      document.put("next", next(trial));
      trial.fault().ifPresent(fault -> document.put("fault", fault));
      trial.results().ifPresent(text -> document.put("results", text));
      out.println(CanonicalJson.write(document));
      out.flush();
    }

    private static Map<String, Object> step(TriedStep step) {
      return Map.of(
          "step", step.word(),
          "container", step.container().id(),
          "image", step.container().config().image(),
          "result", result(step),
          "seconds", step.took().toMillis() / 1000.0,
          "printed", step.printed());
    }
  }
}
