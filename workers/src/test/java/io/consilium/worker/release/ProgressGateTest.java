package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.worker.fixture.TestClock;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.site.SitePolicy;
import io.consilium.worker.zoo.Attack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a preparation is, and what cannot be hidden in it. */
class ProgressGateTest {
  private static final List<String> STAGES = List.of("imported", "annotated", "done");

  private final TestClock clock = new TestClock("2026-05-04T08:00:00Z");

  @TempDir private Path folder;
  private Journal journal;
  private ProgressGate gate;

  @BeforeEach
  void open() {
    journal = Journal.open(folder.resolve("journal.sqlite"));
    gate =
        new ProgressGate(
            SitePolicy.parse("minimum_count: 10\n".getBytes(StandardCharsets.UTF_8)),
            journal,
            clock);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void sharesAreInStepsOfTenPercentInTheRevisionsOrder() {
    assertThat(pass(1000, Map.of("done", 339L, "imported", 111L, "annotated", 550L)))
        .hasValueSatisfying(
            shares ->
                assertThat(shares)
                    .containsExactly(
                        Map.entry("imported", 10),
                        Map.entry("annotated", 50),
                        Map.entry("done", 30)));
  }

  @Test
  @Attack("progress/few_people_at_a_stage")
  void aStageWithFewerPeopleThanTheMinimumShowsNone() {
    assertThat(pass(40, Map.of("imported", 9L, "done", 31L)))
        .contains(Map.of("imported", 0, "annotated", 0, "done", 70));
  }

  @Test
  void aDatasetBelowTheMinimumShowsNothing() {
    assertThat(pass(9, Map.of("done", 9L))).isEmpty();
    assertThat(gate.pass(new ProgressGate.Observed("fna", STAGES, 50, 49, Map.of("done", 49L))))
        .as("the revision's minimum")
        .isEmpty();
  }

  @Test
  @Attack("progress/stage_of_its_own")
  void aStageThatTheRevisionDoesNotDeclareLeavesNothing() {
    assertThat(pass(100, Map.of("done", 50L, "Mrs Smith has it", 50L))).isEmpty();
  }

  @Test
  @Attack("progress/impossible_counts")
  void impossibleCountsLeaveNothing() {
    assertThat(pass(100, Map.of("done", -1L, "imported", 101L))).isEmpty();
    assertThat(pass(100, Map.of("done", Long.MAX_VALUE, "imported", Long.MAX_VALUE))).isEmpty();
    assertThat(pass(100, Map.of("done", 0L))).isEmpty();
  }

  @Test
  @Attack("progress/times")
  void atMostOneMessageAnHourSoThatTimesCarryNothing() {
    assertThat(pass(100, Map.of("imported", 100L))).isPresent();
    clock.pass(Duration.ofMinutes(59));
    assertThat(pass(100, Map.of("done", 100L))).isEmpty();
    clock.pass(Duration.ofMinutes(1));
    assertThat(pass(100, Map.of("done", 100L))).isPresent();
  }

  @Test
  void whatDidNotChangeIsNotSentAgain() {
    assertThat(pass(100, Map.of("imported", 52L, "done", 48L))).isPresent();
    clock.pass(Duration.ofHours(5));
    assertThat(pass(100, Map.of("imported", 51L, "done", 49L))).isEmpty();
  }

  private Optional<Map<String, Integer>> pass(int people, Map<String, Long> cases) {
    return gate.pass(new ProgressGate.Observed("fna", STAGES, 1, people, cases));
  }
}
