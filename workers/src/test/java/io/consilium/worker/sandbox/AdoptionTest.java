package io.consilium.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.worker.sandbox.StepOutcome.EngineUnavailable;
import io.consilium.worker.sandbox.StepOutcome.Failed;
import io.consilium.worker.sandbox.StepOutcome.Succeeded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a container whose worker is gone, when a worker comes again. */
@ExtendWith(HostileImage.Resolver.class)
class AdoptionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Site site;
  private DockerSandbox heir;

  @BeforeEach
  void openSite(HostileImage hostile) throws IOException {
    site = Site.with(hostile);
    heir = site.heir();
  }

  @AfterEach
  void noContainerIsLeft() throws IOException {
    heir.close();
    assertThat(site.containers()).isEmpty();
    site.close();
  }

  @Test
  void exactlyThisStepIsWatchedToItsEnd() throws Exception {
    Site.Trial trial = slow("5").of("e1");
    List<String> orphan = leaveBehind(trial);

    CompletableFuture<StepOutcome> outcome = start(trial);

    await().during(Duration.ofSeconds(1)).until(() -> site.containers().equals(orphan));
    assertThat(outcome.get())
        .isInstanceOfSatisfying(
            Succeeded.class,
            succeeded -> assertThat(succeeded.took()).isGreaterThan(Duration.ofSeconds(4)));
    assertThat(trial.output().resolve("predictions.csv")).hasContent("case,score\n1,0.5\n");
    assertThat(trial.log()).content().contains("to standard output");
  }

  @Test
  void aContainerThatEndedMeanwhileGivesItsOutcome() throws Exception {
    Site.Trial trial = slow("1").of("e1");
    List<String> orphan = leaveBehind(trial);
    await().atMost(PATIENCE).until(() -> site.running().isEmpty());
    assertThat(site.containers()).isEqualTo(orphan);

    try (ContainerCount further = new ContainerCount(site.home)) {
      StepOutcome outcome = heir.run(trial.step());

      assertThat(outcome).isInstanceOf(Succeeded.class);
      await().during(Duration.ofMillis(500)).until(() -> further.made() == 0);
    }
  }

  @Test
  void anyDifferenceInWhatWasSealedMakesItAnotherStep() throws Exception {
    List<String> orphan = leaveBehind(slow("600").of("e1"));

    StepOutcome outcome = heir.run(slow("0").of("e1").step());

    assertThat(outcome).isInstanceOf(Succeeded.class);
    assertThat(site.containers()).doesNotContainAnyElementsOf(orphan);
  }

  @Test
  void withinOtherLimitsItIsAnotherStep() throws Exception {
    leaveBehind(slow("600").of("e1"));

    try (ContainerCount further = new ContainerCount(site.home)) {
      StepOutcome outcome =
          heir.run(
              slow("600")
                  .of("e1")
                  .within(Site.limits(limits -> limits.pids = 47))
                  .deadline(Duration.ofSeconds(2))
                  .step());

      assertThat(outcome).isInstanceOf(Failed.class);
      await().atMost(PATIENCE).until(() -> further.made() == 1);
    }
  }

  @Test
  void theDeadlineCountsFromTheContainersStart() throws Exception {
    Site.Trial trial = slow("600").of("e1").deadline(Duration.ofSeconds(6));
    leaveBehind(trial);
    await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
    long begun = System.nanoTime();

    StepOutcome outcome = heir.run(trial.step());

    assertThat(((Failed) outcome).detail()).isEqualTo(Detail.TIMED_OUT);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  private Site.Trial slow(String seconds) {
    return site.model("misbehave.py", "succeed_after", "'" + seconds + "'");
  }

  private CompletableFuture<StepOutcome> start(Site.Trial trial) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return heir.run(trial.step());
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Starts the step, and takes the connection to the engine away while it runs. */
  private List<String> leaveBehind(Site.Trial trial) throws Exception {
    CompletableFuture<StepOutcome> lost =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return trial.run();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().atMost(PATIENCE).until(() -> !site.running().isEmpty());
    site.sandbox.close();
    assertThat(lost.get()).isInstanceOf(EngineUnavailable.class);
    return site.containers();
  }
}
