package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.contract.Topics;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.PlatformStub.Request;
import io.consilium.worker.fixture.PlatformStub.Task;
import io.consilium.worker.sandbox.ContainerCount;
import io.consilium.worker.sandbox.HostileImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is killed like a machine that loses its power. */
@ExtendWith(HostileImage.Resolver.class)
class CrashTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private FacilityWorld world;

  @BeforeEach
  void makeSite(HostileImage image) throws IOException {
    world = new FacilityWorld(image, folder);
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  void aContainerThatOutlivesItsWorkerIsWatchedToItsEndByTheNextOne() throws Exception {
    world.startWorker();
    world.register(world.documents());
    assertThat(world.execute("undisturbed", world.documents())).isEqualTo("evaluate complete");
    Documents slow = world.documents().slowModel(5).revision(2);
    world.accept(slow);
    world.stopWorker();
    Process doomed = startProcess("first.log");
    Task infer = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", slow));
    await().atMost(PATIENCE).until(() -> !world.containers().isEmpty());
    List<String> orphans = world.containers();
    ContainerCount further = new ContainerCount(world.home.root());

    doomed.destroyForcibly().waitFor();

    assertThat(world.containers()).as("a container outlives its worker").isEqualTo(orphans);
    Process heir = startProcess("second.log");
    try {
      assertThat(FacilityWorld.outcome(infer)).isEqualTo("complete");
      assertThat(world.containers()).isEmpty();
      Task evaluate = world.platform.order(Topics.EVALUATE, FacilityWorld.ofExecution("e1", slow));
      assertThat(FacilityWorld.outcome(evaluate)).isEqualTo("complete");
      assertThat(metrics("e1")).isEqualTo(metrics("undisturbed"));
      await().until(() -> further.made() > 0);
      assertThat(further.made()).as("to evaluate, not to infer again").isEqualTo(1);
      assertThat(infer.claims()).isEqualTo(1);
      assertThat(reports(infer)).isEqualTo(1);
      assertThat(world.containers()).isEmpty();
    } finally {
      further.close();
      heir.destroy();
      heir.waitFor();
    }
  }

  @Test
  void aTaskThatEndedBeforeTheKillIsReportedWithoutRunningAgain() throws Exception {
    world.startWorker();
    Documents documents = world.documents();
    world.register(documents);
    world.stopWorker();
    world.platform.answer(
        "/facility/engine/external-task/task-4/complete", new PlatformStub.Answer(503, "{}"));
    Process doomed = startProcess("first.log");
    Task infer = world.platform.order(Topics.INFER, FacilityWorld.ofExecution("e1", documents));
    await().atMost(PATIENCE).until(() -> reports(infer) > 0);
    Path predictions = world.home.scratch().resolve("e1/predictions/predictions.csv");
    Object before = Files.getLastModifiedTime(predictions);

    doomed.destroyForcibly().waitFor();
    world.platform.answerAsUsual("/facility/engine/external-task/task-4/complete");
    Process heir = startProcess("second.log");
    try {
      assertThat(FacilityWorld.outcome(infer)).isEqualTo("complete");
      assertThat(Files.getLastModifiedTime(predictions)).isEqualTo(before);
    } finally {
      heir.destroy();
      heir.waitFor();
    }
  }

  private long reports(Task task) {
    return world.platform.requests().stream()
        .map(Request::path)
        .filter(path -> path.endsWith(task.id() + "/complete"))
        .count();
  }

  private String metrics(String executionId) {
    return world
        .cli
        .run("release", "show", executionId)
        .lines()
        .filter(line -> line.startsWith("{"))
        .findFirst()
        .orElseThrow();
  }

  /** A worker in a process of its own. */
  private Process startProcess(String log) throws IOException {
    int polls = world.platform.polls();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Consilium.class.getName(),
                "--home",
                world.home.root().toString(),
                "worker",
                "run")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(log).toFile())
            .start();
    await().atMost(PATIENCE).until(() -> world.platform.polls() > polls);
    return process;
  }
}
