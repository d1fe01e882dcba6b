package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.ResultsReader;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.worker.zoo.Attack;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DisclosureRulesTest {
  private static final MetricSchema SCHEMA =
      schema(
          """
          groups:
            overall: overall
            axes:
              - {id: sex, title: Sex, path: by_sex, levels: [female, male]}
              - {id: age, title: Age, path: by_age, levels: [young, old]}
          metrics:
            - {id: people, title: People, kind: count, path: "{group}/people", subgroups: [sex, age], people: [people], range: [0, 1000], decimals: 0, better: none, undefined: refuse}
            - {id: events, title: Events, kind: count, path: "{group}/events", subgroups: [sex, age], people: [events], range: [0, 1000], decimals: 0, better: none, undefined: absent}
            - {id: auroc, title: AUROC, kind: auroc, path: "{group}/auroc", subgroups: [sex, age], people: [people, events], scale: logit, range: [0, 1], decimals: 2, better: higher, undefined: nan}
          """);

  private static final Group FEMALE = new Group.Subgroup("sex", "female");
  private static final Group MALE = new Group.Subgroup("sex", "male");
  private static final Group YOUNG = new Group.Subgroup("age", "young");
  private static final Group OLD = new Group.Subgroup("age", "old");

  @Test
  void aFigureLeavesWhenEveryCountThatItRestsOnReachesTheMinimum() {
    ReleasedMetrics released = apply(10, group(100, 40), group(60, 20), group(40, 20));

    assertThat(number(released, Group.OVERALL, "auroc")).contains("0.87");
    assertThat(number(released, FEMALE, "auroc")).contains("0.87");
    assertThat(number(released, MALE, "auroc")).contains("0.87");
  }

  @Test
  @Attack("disclosure/small_class")
  void aFigureIsWithheldWhenOneOfItsCountsIsBelowTheMinimum() {
    ReleasedMetrics released = apply(10, group(100, 9), group(60, 5), group(40, 4));

    assertThat(number(released, Group.OVERALL, "auroc")).isEmpty();
    assertThat(number(released, Group.OVERALL, "events")).isEmpty();
    assertThat(number(released, Group.OVERALL, "people")).contains("100");
  }

  @Test
  void theMinimumItselfIsEnough() {
    ReleasedMetrics released = apply(40, group(100, 40), group(60, 20), group(40, 20));

    assertThat(number(released, Group.OVERALL, "events")).contains("40");
  }

  @Test
  @Attack("disclosure/subtract_the_other_levels")
  void oneSmallLevelWithholdsTheFigureForItsWholeAxis() {
    // 40 events in all and 31 among women would give away the 9 among men.
    ReleasedMetrics released = apply(10, group(100, 40), group(60, 31), group(40, 9));

    assertThat(number(released, FEMALE, "events")).isEmpty();
    assertThat(number(released, MALE, "events")).isEmpty();
    assertThat(number(released, FEMALE, "auroc")).isEmpty();
    assertThat(number(released, FEMALE, "people")).contains("60");
    assertThat(number(released, MALE, "people")).contains("40");
  }

  @Test
  void otherAxesKeepTheFigure() {
    ReleasedMetrics released = apply(10, group(100, 40), group(60, 31), group(40, 9));

    assertThat(number(released, YOUNG, "events")).contains("20");
    assertThat(number(released, OLD, "auroc")).contains("0.87");
  }

  @Test
  @Attack("disclosure/unknown_people")
  void aFigureWhosePeopleAreUnknownIsWithheld() {
    ReleasedMetrics released =
        apply(10, "{people: 100, auroc: 0.871}", group(60, 20), group(40, 20));

    assertThat(number(released, Group.OVERALL, "auroc")).isEmpty();
  }

  @Test
  @Attack("disclosure/undefined_or_withheld")
  void undefinedAndWithheldLookTheSame() {
    ReleasedMetrics undefined =
        apply(10, "{people: 100, events: 40, auroc: .nan}", group(60, 20), group(40, 20));
    ReleasedMetrics withheld = apply(10, group(100, 9), group(60, 5), group(40, 4));

    assertThat(undefined.value(Group.OVERALL, "auroc"))
        .isEqualTo(withheld.value(Group.OVERALL, "auroc"))
        .contains(MetricValue.withheld());
  }

  private static ReleasedMetrics apply(int minimum, String overall, String female, String male) {
    String half = overall.contains("events: 9") ? group(50, 4) : group(50, 20);
    String yaml =
        "overall: %s\nby_sex: {female: %s, male: %s}\nby_age: {young: %s, old: %s}\n"
            .formatted(overall, female, male, half, half);
    ReportedMetrics reported =
        ResultsReader.read("results.yaml", yaml.getBytes(StandardCharsets.UTF_8), SCHEMA);
    Set<Cell> withheld =
        new DisclosureRules(minimum, Known.onlyPeople(100)).decide(reported).withheld();
    return reported.release((group, metric) -> withheld.contains(new Cell(group, metric.id())));
  }

  private static String group(int people, int events) {
    return "{people: %d, events: %d, auroc: 0.871}".formatted(people, events);
  }

  private static Optional<String> number(ReleasedMetrics released, Group group, String metric) {
    return released.value(group, metric).flatMap(MetricValue::value).map(BigDecimal::toPlainString);
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
