package io.consilium.platform.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.metric.Better;
import io.consilium.contract.metric.Fraction;
import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.Metric;
import io.consilium.contract.metric.MetricKind;
import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.Range;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.metric.Scale;
import io.consilium.contract.metric.Undefined;
import io.consilium.contract.metric.Units;
import io.consilium.platform.result.Pooling.Contribution;
import io.consilium.platform.result.Pooling.Pooled;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The expected figures are computed by hand, as shown. */
@DisplayName("Over facilities")
class PoolingTest {
  private static final Metric PEOPLE = metric("people", MetricKind.COUNT, 0, Optional.empty());
  private static final Metric SENSITIVITY =
      metric("sensitivity", MetricKind.PROPORTION, 4, Optional.of(new Fraction("tp", "events")));
  private static final Metric BRIER = metric("brier", MetricKind.MEAN, 4, Optional.empty());
  private static final Metric AUROC = metric("auroc", MetricKind.AUROC, 4, Optional.empty());

  /** 10 of 20, 45 of 50, 24 of 30. */
  private static final List<Contribution> THREE =
      List.of(
          site(
              "a",
              Map.of(
                  "people",
                  "100",
                  "tp",
                  "10",
                  "events",
                  "20",
                  "sensitivity",
                  "0.5",
                  "brier",
                  "0.1",
                  "auroc",
                  "0.9")),
          site(
              "b",
              Map.of(
                  "people",
                  "200",
                  "tp",
                  "45",
                  "events",
                  "50",
                  "sensitivity",
                  "0.9",
                  "brier",
                  "0.2",
                  "auroc",
                  "0.8")),
          site(
              "c",
              Map.of(
                  "people",
                  "100",
                  "tp",
                  "24",
                  "events",
                  "30",
                  "sensitivity",
                  "0.8",
                  "brier",
                  "0.4",
                  "auroc",
                  "0.85")));

  @Test
  @DisplayName("a count is added up: 100 + 200 + 100 = 400, and its mean is 133.3")
  void count() {
    Pooled pooled = new Pooling(PEOPLE, Group.OVERALL, THREE).pool(3);

    assertThat(pooled.micro().orElseThrow()).isEqualByComparingTo("400");
    assertThat(pooled.macro().orElseThrow()).isEqualByComparingTo("133.3");
    assertThat(pooled.facilities()).isEqualTo(3);
  }

  @Test
  @DisplayName("a proportion is (10+45+24)/(20+50+30) = 0.79; its mean is (0.5+0.9+0.8)/3 = 0.7333")
  void proportion() {
    Pooled pooled = new Pooling(SENSITIVITY, Group.OVERALL, THREE).pool(3);

    assertThat(pooled.micro().orElseThrow()).isEqualByComparingTo("0.79");
    assertThat(pooled.macro().orElseThrow()).isEqualByComparingTo("0.7333");
    assertThat(pooled.note()).isEmpty();
  }

  @Test
  @DisplayName("a mean is weighted by people: (10+40+40)/400 = 0.225; plainly 0.7/3 = 0.2333")
  void mean() {
    Pooled pooled = new Pooling(BRIER, Group.OVERALL, THREE).pool(3);

    assertThat(pooled.micro().orElseThrow()).isEqualByComparingTo("0.225");
    assertThat(pooled.macro().orElseThrow()).isEqualByComparingTo("0.2333");
  }

  @Test
  @DisplayName("an AUROC has a mean, (0.9+0.8+0.85)/3 = 0.85, and no exact pool")
  void auroc() {
    Pooled pooled = new Pooling(AUROC, Group.OVERALL, THREE).pool(3);

    assertThat(pooled.macro().orElseThrow()).isEqualByComparingTo("0.85");
    assertThat(pooled.micro()).isEmpty();
    assertThat(pooled.note()).isEqualTo(Pooling.NOT_POOLED);
  }

  @Test
  @DisplayName("nothing is pooled below the analysis plan's minimum, and it is said")
  void tooFew() {
    Pooled pooled = new Pooling(SENSITIVITY, Group.OVERALL, THREE.subList(0, 2)).pool(3);

    assertThat(pooled.macro()).isEmpty();
    assertThat(pooled.micro()).isEmpty();
    assertThat(pooled.facilities()).isEqualTo(2);
    assertThat(pooled.note()).isEqualTo("fewer than 3 facilities gave a value");
  }

  @Test
  @DisplayName("a facility that withheld a value counts neither in the figures nor in their number")
  void withheld() {
    List<Contribution> four = new ArrayList<>(THREE);
    four.add(new Contribution("d", metrics(Map.of("sensitivity", MetricValue.withheld()))));

    assertThat(new Pooling(SENSITIVITY, Group.OVERALL, four).pool(3))
        .isEqualTo(new Pooling(SENSITIVITY, Group.OVERALL, THREE).pool(3));
    assertThat(new Pooling(SENSITIVITY, Group.OVERALL, four.subList(1, 4)).pool(3).macro())
        .isEmpty();
  }

  @Test
  @DisplayName("a proportion is not pooled when one of its counts was withheld somewhere")
  void countWithheld() {
    List<Contribution> four = new ArrayList<>(THREE);
    four.add(site("d", Map.of("sensitivity", "0.6")));

    Pooled pooled = new Pooling(SENSITIVITY, Group.OVERALL, four).pool(3);

    assertThat(pooled.macro().orElseThrow()).isEqualByComparingTo("0.7");
    assertThat(pooled.micro()).isEmpty();
    assertThat(pooled.note()).isEqualTo(Pooling.NO_COUNTS);
  }

  @Test
  @DisplayName(
      "a facility with two datasets counts once in the mean: ((0.5+0.9)/2+0.8+0.9)/3 = 0.8")
  void twoDatasets() {
    List<Contribution> datasets =
        List.of(
            site("a", Map.of("auroc", "0.5")),
            site("a", Map.of("auroc", "0.9")),
            site("b", Map.of("auroc", "0.8")),
            site("c", Map.of("auroc", "0.9")));

    Pooled pooled = new Pooling(AUROC, Group.OVERALL, datasets).pool(3);

    assertThat(pooled.facilities()).isEqualTo(3);
    assertThat(pooled.macro().orElseThrow()).isEqualByComparingTo("0.8");
  }

  @Test
  @DisplayName("two datasets of one facility do not make two facilities")
  void oneFacility() {
    List<Contribution> datasets =
        List.of(
            site("a", Map.of("auroc", "0.5")),
            site("a", Map.of("auroc", "0.9")),
            site("a", Map.of("auroc", "0.8")));

    assertThat(new Pooling(AUROC, Group.OVERALL, datasets).pool(3).macro()).isEmpty();
  }

  @Test
  @DisplayName("the order of facilities does not matter")
  void order() {
    List<Contribution> reversed = new ArrayList<>(THREE);
    Collections.reverse(reversed);

    for (Metric metric : List.of(PEOPLE, SENSITIVITY, BRIER, AUROC)) {
      assertThat(new Pooling(metric, Group.OVERALL, reversed).pool(3))
          .isEqualTo(new Pooling(metric, Group.OVERALL, THREE).pool(3));
    }
  }

  private static Contribution site(String facility, Map<String, String> numbers) {
    Map<String, MetricValue> values = new HashMap<>();
    numbers.forEach((id, number) -> values.put(id, MetricValue.of(new BigDecimal(number))));
    return new Contribution(facility, metrics(values));
  }

  private static ReleasedMetrics metrics(Map<String, MetricValue> overall) {
    return new ReleasedMetrics(overall, Map.of());
  }

  private static Metric metric(
      String id, MetricKind kind, int decimals, Optional<Fraction> fraction) {
    return new Metric(
        id,
        id,
        kind,
        "{group}/" + id,
        List.of(),
        List.of("people"),
        Units.PEOPLE,
        new Range(0, 100_000),
        decimals,
        Better.HIGHER,
        Undefined.NAN,
        Scale.IDENTITY,
        fraction,
        List.of(),
        Optional.empty());
  }
}
