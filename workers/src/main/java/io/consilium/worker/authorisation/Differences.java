package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.Containers;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.worker.authorisation.Difference.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what is proposed with what this site accepted before. */
final class Differences {
  private final List<Difference> found = new ArrayList<>();

  private Differences() {}

  /** How a revision differs from an earlier one. */
  static List<Difference> of(BenchmarkDocument before, BenchmarkDocument now) {
    Differences differences = new Differences();
    differences.compare(before, now);
    return List.copyOf(differences.found);
  }

  /** How a model differs from what was accepted under its id before. */
  static List<Difference> of(ModelDocument before, ModelDocument now) {
    Differences differences = new Differences();
    differences.container("model " + now.id(), before.container(), now.container());
    return List.copyOf(differences.found);
  }

  private void compare(BenchmarkDocument before, BenchmarkDocument now) {
    text("title", before.title(), now.title());
    text("question", before.clinicalQuestion().strip(), now.clinicalQuestion().strip());
    changed(
        "audience",
        word(before.audience()),
        word(now.audience()),
        now.audience().compareTo(before.audience()) > 0 ? Effect.WIDENS : Effect.NARROWS);
    int oldCount = before.policy().minimumCount();
    int newCount = now.policy().minimumCount();
    changed(
        "minimum count",
        Integer.toString(oldCount),
        Integer.toString(newCount),
        newCount < oldCount ? Effect.WIDENS : Effect.NARROWS);
    text(
        "time limit of a step",
        before.policy().executionDeadline().toString(),
        now.policy().executionDeadline().toString());
    text(
        "committee",
        String.join(", ", before.committee().members()),
        String.join(", ", now.committee().members()));
    Containers old = before.containers();
    container("preparator", old.preparator(), now.containers().preparator());
    container("reference model", old.referenceModel(), now.containers().referenceModel());
    container("evaluator", old.evaluator(), now.containers().evaluator());
    figures(
        "statistic",
        ProposedFigure.of(before.statisticsSchema()),
        ProposedFigure.of(now.statisticsSchema()));
    figures(
        "figure", ProposedFigure.of(before.metricSchema()), ProposedFigure.of(now.metricSchema()));
  }

  private void container(String role, ContainerSpec before, ContainerSpec now) {
    ProposedContainer old = ProposedContainer.ofRevision(role, before);
    ProposedContainer is = ProposedContainer.ofRevision(role, now);
    text(role, before.id(), now.id());
    text(role + ", image", old.image(), is.image());
    text(role + ", parameters", old.parameters(), is.parameters());
    text(role + ", what it runs and asks for", tasks(old), tasks(is));
  }

  private static String tasks(ProposedContainer container) {
    return container.tasks().stream()
        .map(
            task ->
                "%s reads %s, writes %s%s"
                    .formatted(
                        task.name(),
                        String.join(" ", task.reads()),
                        String.join(" ", task.writes()),
                        task.wants().isEmpty() ? "" : ", " + String.join(", ", task.wants())))
        .collect(Collectors.joining("; "));
  }

  private void figures(String noun, List<ProposedFigure> before, List<ProposedFigure> now) {
    Map<String, ProposedFigure> old =
        before.stream().collect(Collectors.toMap(ProposedFigure::id, Function.identity()));
    for (ProposedFigure figure : now) {
      Optional<ProposedFigure> earlier = Optional.ofNullable(old.remove(figure.id()));
      String subject = noun + " " + figure.id();
      if (earlier.isEmpty()) {
        found.add(
            new Difference(subject, Optional.empty(), Optional.of(figure.words()), Effect.WIDENS));
      } else {
        changed(
            subject,
            earlier.get().words(),
            figure.words(),
            isFiner(earlier.get(), figure) ? Effect.WIDENS : Effect.CHANGES);
      }
    }
    before.stream()
        .filter(figure -> old.containsKey(figure.id()))
        .forEach(
            figure ->
                found.add(
                    new Difference(
                        noun + " " + figure.id(),
                        Optional.of(figure.words()),
                        Optional.empty(),
                        Effect.NARROWS)));
  }

  /** More digits, more groups, or fewer counts to rest on. */
  private static boolean isFiner(ProposedFigure before, ProposedFigure now) {
    return now.decimals() > before.decimals()
        || !before.subgroups().containsAll(now.subgroups())
        || !now.restsOn().containsAll(before.restsOn());
  }

  private void text(String subject, String before, String now) {
    changed(subject, before, now, Effect.CHANGES);
  }

  private void changed(String subject, String before, String now, Effect effect) {
    if (!before.equals(now)) {
      found.add(new Difference(subject, Optional.of(before), Optional.of(now), effect));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
