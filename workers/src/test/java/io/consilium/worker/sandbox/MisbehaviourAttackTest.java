package io.consilium.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.consilium.contract.container.VolumeKey;
import io.consilium.worker.sandbox.StepOutcome.Failed;
import io.consilium.worker.sandbox.StepOutcome.Succeeded;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Misdeeds that end a container, each in a container of its own. */
@ExtendWith(HostileImage.Resolver.class)
class MisbehaviourAttackTest {
  private Site site;

  @BeforeEach
  void openSite(HostileImage image) throws IOException {
    site = Site.with(image);
  }

  @AfterEach
  void noContainerIsLeft() throws IOException {
    assertThat(site.containers()).isEmpty();
    site.close();
  }

  @ParameterizedTest(name = "measure 5, memory: {0} ends as OUT_OF_MEMORY")
  @ValueSource(strings = {"hog_memory", "hog_memory_in_tmp"})
  @Attack("misbehave/{0}")
  void memoryHog(String deed) throws Exception {
    Limits wideTmp = Site.limits(limits -> limits.tmpBytes = 1L << 30);

    Site.Trial trial = site.model("misbehave.py", deed).within(wideTmp);

    StepOutcome outcome = trial.run();

    assertThat(detail(outcome)).isEqualTo(Detail.OUT_OF_MEMORY);
    assertThat(Files.readAllLines(trial.log()))
        .last()
        .satisfies(mebibytes -> assertThat(Long.parseLong(mebibytes)).isBetween(32L, 96L));
  }

  @Test
  @DisplayName("measure 5, cpus: two processes that want two processors get a tenth of one")
  @Attack("misbehave/burn_processors")
  void burnsProcessors() throws Exception {
    Limits tenth = Site.limits(limits -> limits.cpus = 0.1);
    Site.Trial trial = site.model("misbehave.py", "burn_processors").within(tenth);

    StepOutcome outcome = trial.run();

    assertThat(outcome).as(Files.readString(trial.log())).isInstanceOf(Succeeded.class);
  }

  @Test
  @DisplayName("measure 5, pids: a fork bomb stays in its bounds and ends with the deadline")
  @Attack("misbehave/bomb")
  void forkBomb() throws Exception {
    StepOutcome outcome = site.model("misbehave.py", "bomb").deadline(Duration.ofSeconds(3)).run();

    assertThat(detail(outcome)).isEqualTo(Detail.TIMED_OUT);
  }

  @ParameterizedTest(name = "measure 5, output quota: {0} is stopped while it runs, as {1}")
  @CsvSource({
    "fill_disk, OUTPUT_TOO_LARGE",
    "many_files, OUTPUT_TOO_MANY_FILES",
    "deep_folders, OUTPUT_TOO_MANY_FILES"
  })
  @Attack("misbehave/{0}")
  void outputQuota(String deed, Detail detail) throws Exception {
    StepOutcome outcome = site.model("misbehave.py", deed).deadline(Duration.ofSeconds(45)).run();

    assertThat(detail(outcome)).isEqualTo(detail);
  }

  @ParameterizedTest(name = "measure 5, length of a file: {0} cannot be written")
  @ValueSource(strings = {"fill_one_file", "sparse_giant"})
  @Attack("misbehave/{0}")
  void fileTooLong(String deed) throws Exception {
    Site.Trial trial = site.model("misbehave.py", deed);

    StepOutcome outcome = trial.run();

    assertThat(outcome).isInstanceOf(Failed.class);
    assertThat(detail(outcome)).isIn(Detail.OUTPUT_TOO_LARGE, Detail.MODEL_FAILED);
    try (var files = Files.list(trial.output())) {
      assertThat(files)
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo((24L << 20) + 1));
    }
  }

  @Test
  @DisplayName("measure 5, output quota: folders too deep to walk are found at the end and deleted")
  @Attack("misbehave/deep_folders_and_done")
  void deepFoldersAtTheEnd() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "deep_folders_and_done");

    StepOutcome outcome = trial.run();

    assertThat(detail(outcome)).isEqualTo(Detail.OUTPUT_TOO_MANY_FILES);
  }

  @Test
  @DisplayName("measure 9, deadline: a container that ignores every signal is killed and removed")
  @Attack("misbehave/never_end")
  void neverEnds() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "never_end").deadline(Duration.ofSeconds(2));
    long started = System.nanoTime();

    StepOutcome outcome = trial.run();

    assertThat(detail(outcome)).isEqualTo(Detail.TIMED_OUT);
    assertThat(trial.output().resolve("started")).exists();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
    assertThat(site.containers()).isEmpty();
  }

  @ParameterizedTest(name = "measure 6 and 10, plain files only: {0} ends as OUTPUT_INVALID")
  @CsvSource({
    "leave_link, symbolic link",
    "leave_folder_link, symbolic link",
    "leave_fifo, FIFO",
    "leave_socket, socket",
    "leave_two_names, hard link",
    "leave_long_path, more than 3500 bytes",
  })
  @Attack("misbehave/{0}")
  void specialFiles(String deed, String kind) throws Exception {
    StepOutcome outcome = site.model("misbehave.py", deed).run();

    assertThat(detail(outcome)).isEqualTo(Detail.OUTPUT_INVALID);
    assertThat(((Failed) outcome).explanation()).contains(kind);
  }

  @Test
  @DisplayName("measure 10, plain files only: a file with holes is no result")
  @Attack("misbehave/sparse_results")
  void sparseResult() throws Exception {
    StepOutcome outcome = site.evaluator("misbehave.py", "sparse_results").run();

    assertThat(detail(outcome)).isEqualTo(Detail.OUTPUT_INVALID);
  }

  @Test
  @DisplayName("what a container locks away is unlocked for the site, without its setuid bits")
  @Attack("misbehave/leave_locked")
  void lockedFolder() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "leave_locked");

    StepOutcome outcome = trial.run();

    Path file = trial.output().resolve("locked/inner/file");
    assertThat(outcome).isInstanceOf(Succeeded.class);
    assertThat(file).hasContent("text");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat((Integer) Files.getAttribute(file, "unix:mode") & 07000).isZero();
  }

  @Test
  @DisplayName("files with odd names are files, and can be deleted")
  @Attack("misbehave/leave_odd_names")
  void oddNames() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "leave_odd_names");

    StepOutcome outcome = trial.run();

    assertThat(outcome).isInstanceOf(Succeeded.class);
    assertThat(trial.output()).isNotEmptyDirectory();
    site.sandbox.scratch(trial.step().caseId()).destroy();
    assertThat(site.sandbox.scratches()).isEmpty();
  }

  @Test
  @DisplayName("measure 6, role decides: labels cannot even be offered to a model")
  @Attack("order/labels_for_a_model")
  void labelsForAModel() {
    Site.Trial trial =
        site.model("misbehave.py", "succeed")
            .reading(Map.of(VolumeKey.DATA_PATH, site.data, VolumeKey.LABELS, site.labels));

    assertThatThrownBy(trial::step)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("INFER may not read labels");
  }

  @Test
  @DisplayName(
      "measure 6, role decides: the data, let alone a model, cannot be offered to an evaluator")
  @Attack("order/data_for_an_evaluator")
  void dataForAnEvaluator() {
    Site.Trial trial =
        site.evaluator("misbehave.py", "succeed").reading(Map.of(VolumeKey.DATA_PATH, site.data));

    assertThatThrownBy(trial::step)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EVALUATE may not read data_path");
  }

  @ParameterizedTest(name = "measure 7, no engine socket: an input in or around {0} is refused")
  @ValueSource(strings = {"/", "/run", "keys", "."})
  @Attack("order/secrets_of_the_site")
  void secretsOfTheSite(String place) throws Exception {
    Files.createDirectories(site.home.resolve("keys"));
    Path source = site.home.resolve(place).normalize();

    StepOutcome outcome =
        site.model("misbehave.py", "succeed").reading(Map.of(VolumeKey.DATA_PATH, source)).run();

    assertThat(detail(outcome)).isEqualTo(Detail.REFUSED);
    assertThat(((Failed) outcome).explanation()).contains("secret");
  }

  @Test
  @DisplayName("measure 6, inputs read-only: a file system mounted inside an input is refused")
  @Attack("order/mount_inside_an_input")
  void mountInsideAnInput() throws Exception {
    assumeTrue(ProcessOwner.isRoot(), "only root can mount");
    Path inside = Files.createDirectories(site.data.resolve("more data"));
    Shell.run("mount", "-t", "tmpfs", "-o", "mode=777", "none", inside.toString());
    try {
      StepOutcome outcome = site.model("misbehave.py", "succeed").run();

      assertThat(detail(outcome)).isEqualTo(Detail.REFUSED);
      assertThat(((Failed) outcome).explanation()).contains("more data").contains("read-only");
    } finally {
      Shell.run("umount", inside.toString());
    }
  }

  @Test
  @DisplayName("measure 9, cancelling: an interrupted step leaves nothing behind")
  @Attack("engine/cancelled")
  void interrupted() {
    Site.Trial trial = site.model("misbehave.py", "never_end");
    FutureTask<Boolean> cancelled =
        new FutureTask<>(
            () -> {
              try {
                trial.run();
                return false;
              } catch (InterruptedException e) {
                return true;
              }
            });
    Thread runner = new Thread(cancelled);
    runner.start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(trial.output().resolve("started")));

    runner.interrupt();

    assertThat(cancelled).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
    assertThat(site.containers()).isEmpty();
  }

  @Test
  @DisplayName("measure 9, orphans: containers of a dead worker are found by label and removed")
  @Attack("engine/orphan")
  void orphans() {
    String label = "--label=" + SiteContainers.HOME + "=";
    String image = site.model("misbehave.py", "never_end").step().container().imageByDigest();
    String orphan = start(label + site.home, image);
    String stranger = start(label + "/somewhere/else", image);
    try {

      int reaped = site.sandbox.reapOrphans(ours -> false);

      assertThat(reaped).isEqualTo(1);
      assertThat(site.containers()).isEmpty();
      assertThat(Shell.run("docker", "ps", "--quiet", "--no-trunc"))
          .contains(stranger)
          .doesNotContain(orphan);
    } finally {
      Shell.run("docker", "rm", "--force", stranger);
    }
  }

  private static String start(String label, String image) {
    return Shell.run(
        "docker", "run", "--detach", "--network=none", "--entrypoint=sleep", label, image, "600");
  }

  @Test
  @DisplayName("measure 16, logs stay: what a container prints is kept at the site, up to a size")
  @Attack("misbehave/talk_much")
  void talkative() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "talk_much");

    StepOutcome outcome = trial.run();

    assertThat(outcome).isInstanceOf(Succeeded.class);
    assertThat(Files.size(trial.log())).isBetween(100_000L, Limits.LOG_BYTES);
    // The engine itself kept no more: else the copy would hold the beginning and not the end.
    assertThat(trial.log()).content().endsWith("the end\n");
  }

  private static Detail detail(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).detail();
  }
}
