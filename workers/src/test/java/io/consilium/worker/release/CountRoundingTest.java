package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.metric.Group;
import io.consilium.contract.metric.MetricSchema;
import io.consilium.contract.metric.ReportedMetrics;
import io.consilium.contract.metric.ResultsReader;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counts rounded to a base still add up. */
class CountRoundingTest {
  private static final String COUNT =
      "  - {id: %1$s, title: %1$s, kind: count, path: \"{group}/%1$s\", %2$s people: [people], range: [0, 1000], decimals: 0, better: none}\n";
  private static final MetricSchema SCHEMA =
      schema(
          "groups: {overall: overall, axes: []}\nmetrics:\n"
              + COUNT.formatted("people", "parts: [events, healthy],")
              + COUNT.formatted("events", "parts: [tp, fn],")
              + COUNT.formatted("healthy", "parts: [fp, tn],")
              + COUNT.formatted("tp", "")
              + COUNT.formatted("fn", "")
              + COUNT.formatted("fp", "")
              + COUNT.formatted("tn", "")
              + COUNT.formatted("correct", "parts: [tp, tn],")
              + "  - {id: accuracy, title: A, kind: proportion, path: \"{group}/accuracy\", numerator: correct, denominator: people, people: [people], range: [0, 1], decimals: 4, better: higher}\n");

  @Test
  void everySumHoldsAfterwardsAndNoCountIsFarFromWhatItWas() {
    Random random = new Random(5);
    for (int base : List.of(5, 10)) {
      for (int i = 0; i < 200; i++) {
        int[] n = random.ints(4, 0, 60).map(value -> value + 3).toArray();
        ReportedMetrics exact = report(n[0], n[1], n[2], n[3]);
        int people = n[0] + n[1] + n[2] + n[3];

        CountRounding.Result result = new CountRounding(base, people).round(exact);

        ReportedMetrics rounded = result.metrics();
        result
            .metrics()
            .release((group, metric) -> isUnfitting(result, metric.id()))
            .verify(SCHEMA);
        for (String id : List.of("people", "events", "healthy", "tp", "fn", "fp", "tn")) {
          assertThat(count(rounded, id) % base).isZero();
          assertThat(count(rounded, id)).isLessThanOrEqualTo(people);
          assertThat(Math.abs(count(rounded, id) - count(exact, id)))
              .as("%s of %s", id, List.of(n[0], n[1], n[2], n[3]))
              .isLessThanOrEqualTo(2L * base);
        }
        assertThat(count(rounded, "events") + count(rounded, "healthy"))
            .isEqualTo(count(rounded, "people"));
        assertThat(count(rounded, "tp") + count(rounded, "tn"))
            .isEqualTo(count(rounded, "correct"));
      }
    }
  }

  private static boolean isUnfitting(CountRounding.Result result, String id) {
    return result.unfitting().contains(new Cell(Group.OVERALL, id));
  }

  private static long count(ReportedMetrics metrics, String id) {
    return metrics.count(Group.OVERALL, id).orElseThrow();
  }

  private static ReportedMetrics report(int tp, int fn, int fp, int tn) {
    int people = tp + fn + fp + tn;
    String yaml =
        "overall: {people: %d, events: %d, healthy: %d, tp: %d, fn: %d, fp: %d, tn: %d, correct: %d, accuracy: %s}"
            .formatted(
                people,
                tp + fn,
                fp + tn,
                tp,
                fn,
                fp,
                tn,
                tp + tn,
                Double.toString((double) (tp + tn) / people));
    return ResultsReader.read("results.yaml", yaml.getBytes(StandardCharsets.UTF_8), SCHEMA);
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
