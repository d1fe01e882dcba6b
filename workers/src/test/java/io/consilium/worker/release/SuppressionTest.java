package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.ResultsReader;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.worker.zoo.Attack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an attacker with all released counts, all sums and a computer finds out: nothing. */
class SuppressionTest {
  private static final String FORM =
      """
      groups:
        overall: overall
        axes:
          - {id: sex, title: Sex, path: by_sex, levels: [f, m]}
      metrics:
        - {id: people, title: People, kind: count, path: "{group}/people", PARTS subgroups: [sex], people: [people], range: [0, 1000], decimals: 0, better: none}
        - {id: events, title: Events, kind: count, path: "{group}/events", subgroups: [sex], people: [events], range: [0, 1000], decimals: 0, better: none}
        - {id: healthy, title: Healthy, kind: count, path: "{group}/healthy", subgroups: [sex], people: [healthy], range: [0, 1000], decimals: 0, better: none}
        - {id: tp, title: Found, kind: count, path: "{group}/tp", subgroups: [sex], people: [tp], range: [0, 1000], decimals: 0, better: none}
        - {id: fn, title: Missed, kind: count, path: "{group}/fn", subgroups: [sex], people: [fn], range: [0, 1000], decimals: 0, better: none}
        - {id: sensitivity, title: Sensitivity, kind: proportion, path: "{group}/sensitivity", numerator: tp, denominator: events, subgroups: [sex], people: [people], range: [0, 1], decimals: 4, better: higher, undefined: nan}
      """;
  private static final MetricSchema DECLARED =
      schema(
          FORM.replace("PARTS", "parts: [events, healthy],")
              .replace("\"{group}/events\",", "\"{group}/events\", parts: [tp, fn],"));
  private static final MetricSchema UNDECLARED = schema(FORM.replace("PARTS ", ""));
  private static final Group F = new Group.Subgroup("sex", "f");
  private static final Group M = new Group.Subgroup("sex", "m");
  private static final int MINIMUM = 3;

  /** Found, missed and healthy people of one sex. */
  private record Sex(int tp, int fn, int healthy) {
    int people() {
      return tp + fn + healthy;
    }

    Sex and(Sex other) {
      return new Sex(tp + other.tp, fn + other.fn, healthy + other.healthy);
    }
  }

  /** Both sexes. */
  private record Table(Sex f, Sex m) {
    Map<Cell, Long> counts() {
      Map<Cell, Long> counts = new HashMap<>();
      put(counts, F, f);
      put(counts, M, m);
      put(counts, Group.OVERALL, f.and(m));
      return counts;
    }

    private static void put(Map<Cell, Long> counts, Group group, Sex of) {
      counts.put(new Cell(group, "tp"), (long) of.tp());
      counts.put(new Cell(group, "fn"), (long) of.fn());
      counts.put(new Cell(group, "healthy"), (long) of.healthy());
      counts.put(new Cell(group, "events"), (long) of.tp() + of.fn());
      counts.put(new Cell(group, "people"), (long) of.people());
    }

    int people() {
      return f.people() + m.people();
    }

    ReportedMetrics report(MetricSchema schema) {
      String yaml =
          "overall: %s\nby_sex: {f: %s, m: %s}\n"
              .formatted(group(Group.OVERALL), group(F), group(M));
      return ResultsReader.read("results.yaml", yaml.getBytes(StandardCharsets.UTF_8), schema);
    }

    private String group(Group group) {
      Map<Cell, Long> counts = counts();
      long tp = count(counts, group, "tp");
      long events = count(counts, group, "events");
      return "{people: %d, events: %d, healthy: %d, tp: %d, fn: %d, sensitivity: %s}"
          .formatted(
              count(counts, group, "people"),
              events,
              count(counts, group, "healthy"),
              tp,
              count(counts, group, "fn"),
              events == 0 ? ".nan" : Double.toString((double) tp / events));
    }
  }

  @Test
  @Attack("disclosure/subtract_sums")
  void nothingThatIsWithheldIsDeterminedByWhatLeaves() {
    Random random = new Random(11);
    int further = 0;
    for (int i = 0; i < 60; i++) {
      Table table = random(random);
      DisclosureRules.Decision decision = decide(table, DECLARED, List.of());
      further += decision.sums().isEmpty() ? 0 : 1;
      assertNothingIsDetermined(table, decision, Set.of());
    }
    assertThat(further).as("tables that the sums rule had to mend").isGreaterThan(10);
  }

  @Test
  @Attack("disclosure/undeclared_sums")
  void anAuthorWhoDeclaresNoSumsGivesNothingAway() {
    Random random = new Random(12);
    for (int i = 0; i < 30; i++) {
      Table table = random(random);
      assertNothingIsDetermined(table, decide(table, UNDECLARED, List.of()), Set.of());
    }
  }

  @Test
  @Attack("disclosure/earlier_releases")
  void whatLeftEarlierIsReckonedWith() {
    Random random = new Random(13);
    for (int i = 0; i < 30; i++) {
      Table table = random(random);
      // An earlier release of everything but one class, by a site with another policy then.
      ReleasedMetrics earlier =
          table
              .report(DECLARED)
              .release((group, metric) -> Set.of("tp", "fn", "events").contains(metric.id()));
      Set<Cell> known = new HashSet<>();
      for (Group group : DECLARED.groups()) {
        known.add(new Cell(group, "people"));
        known.add(new Cell(group, "healthy"));
      }
      DisclosureRules.Decision decision = decide(table, DECLARED, List.of(earlier));

      assertNothingIsDetermined(table, decision, known);
    }
  }

  @Test
  void twoSmallLevelsThatMakeTheirSumCertainAreFound() {
    // Both are known to be below 3 and to make 4: they are 2 and 2, unless the sum is withheld too.
    Table table = new Table(new Sex(2, 10, 10), new Sex(2, 10, 10));

    assertThat(decide(table, DECLARED, List.of()).withheld())
        .contains(new Cell(F, "tp"), new Cell(M, "tp"), new Cell(Group.OVERALL, "tp"));
  }

  @Test
  void aProportionLeavesWithBothItsCountsOnly() {
    Table table = new Table(new Sex(10, 2, 10), new Sex(10, 10, 10));
    DisclosureRules.Decision decision = decide(table, DECLARED, List.of());

    assertThat(decision.withheld()).contains(new Cell(F, "fn"), new Cell(F, "sensitivity"));
  }

  @Test
  void largeTablesWithNothingSmallLeaveWhole() {
    Table table = new Table(new Sex(100, 40, 300), new Sex(120, 30, 410));

    assertThat(decide(table, DECLARED, List.of()).withheld()).isEmpty();
  }

  private static DisclosureRules.Decision decide(
      Table table, MetricSchema schema, List<ReleasedMetrics> earlier) {
    return new DisclosureRules(MINIMUM, new Known(table.people(), earlier))
        .decide(table.report(schema));
  }

  private static Table random(Random random) {
    int[] numbers = random.ints(6, 0, 5).toArray();
    numbers[5] += 1;
    return new Table(
        new Sex(numbers[0], numbers[1], numbers[2]), new Sex(numbers[3], numbers[4], numbers[5]));
  }

  /** Tries every table that agrees with what is outside. */
  private static void assertNothingIsDetermined(
      Table table, DisclosureRules.Decision decision, Set<Cell> known) {
    Map<Cell, Long> truth = table.counts();
    Set<Cell> hidden = new HashSet<>(decision.withheld());
    hidden.retainAll(truth.keySet());
    hidden.removeAll(known);
    hidden.remove(new Cell(Group.OVERALL, "people"));
    hidden.removeAll(decision.derivable());
    Map<Cell, Set<Long>> possible = new HashMap<>();
    int most = table.people();
    for (Sex f : ofGroup(F, most, truth, hidden)) {
      for (Sex m : ofGroup(M, most, truth, hidden)) {
        Map<Cell, Long> candidate = new Table(f, m).counts();
        if (agrees(candidate, Group.OVERALL, truth, hidden)) {
          hidden.forEach(
              cell ->
                  possible
                      .computeIfAbsent(cell, key -> new HashSet<>())
                      .add(candidate.getOrDefault(cell, -1L)));
        }
      }
    }
    for (Cell cell : hidden) {
      assertThat(possible.get(cell))
          .as("%s in %s, withheld %s", cell.words(), truth, hidden)
          .hasSizeGreaterThan(1);
    }
    if (known.isEmpty() && !decision.derivable().isEmpty()) {
      assertThat(hidden.size() + decision.derivable().size())
          .as("where the number of people alone gives counts away, nothing else leaves")
          .isEqualTo(truth.size() - 1);
    }
  }

  /** What one sex can look like, by the counts about it alone. */
  private static List<Sex> ofGroup(Group group, int most, Map<Cell, Long> truth, Set<Cell> hidden) {
    return triples(most).stream()
        .filter(one -> agrees(new Table(one, one).counts(), group, truth, hidden))
        .toList();
  }

  private static boolean agrees(
      Map<Cell, Long> candidate, Group group, Map<Cell, Long> truth, Set<Cell> hidden) {
    return truth.entrySet().stream()
        .filter(entry -> entry.getKey().group().equals(group))
        .allMatch(
            entry -> {
              long value = candidate.getOrDefault(entry.getKey(), -1L);
              return hidden.contains(entry.getKey())
                  ? entry.getValue() >= MINIMUM || value < MINIMUM
                  : value == entry.getValue();
            });
  }

  private static List<Sex> triples(int most) {
    List<Sex> triples = new ArrayList<>();
    for (int a = 0; a <= most; a++) {
      for (int b = 0; a + b <= most; b++) {
        for (int c = 0; a + b + c <= most; c++) {
          triples.add(new Sex(a, b, c));
        }
      }
    }
    return triples;
  }

  private static long count(Map<Cell, Long> counts, Group group, String id) {
    return counts.getOrDefault(new Cell(group, id), -1L);
  }

  private static MetricSchema schema(String yaml) {
    Problems problems = new Problems();
    MetricSchema schema =
        MetricSchema.read(
            StrictYaml.read("schema", yaml, StrictYaml.Limits.DOCUMENT).tree(), "", problems);
    problems.throwIfAny("schema");
    return schema;
  }
}
