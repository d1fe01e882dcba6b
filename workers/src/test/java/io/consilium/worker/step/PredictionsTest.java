package io.consilium.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.Reason;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.fixture.TestClock;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.sandbox.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions outlive no execution. How executions end is played through in WorkerTest. */
class PredictionsTest {
  @TempDir private Path folder;

  private final TestClock clock = new TestClock("2026-03-01T08:00:00Z");
  private Journal journal;
  private Executions executions;
  private Sandbox sandbox;
  private Predictions predictions;

  @BeforeEach
  void open() {
    journal = Journal.open(folder.resolve("journal.sqlite"));
    executions = new Executions(journal, clock);
    sandbox =
        Sandbox.on(
            new SandboxSettings(
                URI.create("unix://" + folder.resolve("no.sock")),
                "aurora",
                folder,
                folder.resolve("scratch"),
                Set.of(),
                Duration.ofSeconds(1),
                Set.of()));
    predictions = new Predictions(sandbox, executions);
  }

  @AfterEach
  void close() {
    sandbox.close();
    journal.close();
  }

  @Test
  void atStartOnlyThePredictionsThatWaitForEvaluationAreKept() throws IOException {
    begin("interrupted");
    begin("waiting");
    executions.inferred("waiting");
    begin("evaluated");
    executions.stage("evaluated", "{}", "participants");
    begin("ended");
    executions.fail("ended", Reason.STEP_FAILED, "no weights");
    leavePredictions("unheard-of");

    begin("adopted");

    predictions.clearUp(Set.of("adopted"));

    assertThat(sandbox.scratches()).containsExactlyInAnyOrder("waiting", "adopted");
    assertThat(folder.resolve("scratch/waiting/predictions/predictions.csv")).exists();
  }

  @Test
  void predictionsThatNobodyEvaluatesAreDestroyedAfterThirtyDays() throws IOException {
    begin("forgotten");
    executions.inferred("forgotten");
    clock.pass(Duration.ofDays(29));
    begin("recent");
    executions.inferred("recent");
    predictions.sweep();
    assertThat(sandbox.scratches()).containsExactlyInAnyOrder("forgotten", "recent");

    clock.pass(Duration.ofDays(2));
    predictions.sweep();

    assertThat(sandbox.scratches()).containsExactly("recent");
    Execution forgotten = executions.find("forgotten").orElseThrow();
    assertThat(forgotten.state()).isEqualTo(Execution.State.FAILED);
    assertThat(forgotten.reason()).contains("DEADLINE_PASSED");
  }

  @Test
  void aRefusedOrderDoesNotTouchAResultThatWaitsForRelease() throws IOException {
    begin("staged");
    executions.stage("staged", "{}", "participants");

    predictions.abandon("staged", Reason.REFUSED, "came again");

    assertThat(executions.find("staged").orElseThrow().state()).isEqualTo(Execution.State.STAGED);
    assertThat(sandbox.scratches()).isEmpty();
  }

  private void begin(String id) throws IOException {
    executions.begin(
        new Executions.Start(
            id, "round", "aspirates", 1, "digest", "fna", "fingerprint", "model", "a", "b"));
    leavePredictions(id);
  }

  private void leavePredictions(String id) throws IOException {
    Path place = Files.createDirectories(sandbox.scratch(id).path("predictions"));
    Files.writeString(place.resolve("predictions.csv"), "case,score");
  }
}
