package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.benchmark.Audience;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.site.SitePolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves without a person, and what waits for one. */
class AutomaticBoundsTest {
  private static final GateReport REPORT = new GateReport(200, 512, 10, List.of());

  @Test
  void withoutBoundsEverythingThatPassedLeaves() {
    assertThat(beyond("release: automatic")).isEmpty();
  }

  @Test
  void withinAllBoundsItLeaves() {
    assertThat(
            beyond(
                "disclosure: {automatic: {benchmarks: [fna, cxr], widest_audience: participants,"
                    + " max_bits: 200, minimum_count: 10}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {benchmarks: [cxr]}          | does not name the benchmark fna
          {widest_audience: committee} | the audience participants is wider than committee
          {max_bits: 199}              | it can carry 200 bits, more than 199
          {minimum_count: 11}          | rest on 10 people at least, fewer than 11
          """)
  void outsideOneBoundAPersonDecides(String bounds, String words) {
    Optional<String> why = beyond("disclosure: {automatic: %s}".formatted(bounds));

    assertThat(why).hasValueSatisfying(text -> assertThat(text).contains(words));
    assertThat(AutomaticBounds.check(why).outcome()).isEqualTo(GateReport.Outcome.WAITS);
  }

  private static Optional<String> beyond(String policy) {
    return AutomaticBounds.beyond(
        SitePolicy.parse((policy + "\n").getBytes(StandardCharsets.UTF_8)).disclosure().automatic(),
        execution(),
        REPORT,
        Audience.PARTICIPANTS);
  }

  private static Execution execution() {
    return new Execution(
        "e1",
        "fna-r1-round-1",
        "fna",
        1,
        "digest",
        "women",
        "fingerprint",
        "model",
        "digest",
        "digest",
        Execution.State.STAGED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        Optional.empty());
  }
}
