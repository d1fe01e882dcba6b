package io.consilium.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.Reason;
import io.consilium.contract.container.VolumeKey;
import io.consilium.worker.sandbox.Limits.TmpPrograms;
import io.consilium.worker.sandbox.StepOutcome.EngineUnavailable;
import io.consilium.worker.sandbox.StepOutcome.Failed;
import io.consilium.worker.sandbox.StepOutcome.Succeeded;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What honest containers and honest mistakes get. */
@ExtendWith(HostileImage.Resolver.class)
class SandboxTest {
  private HostileImage image;
  private Site site;

  @BeforeEach
  void openSite(HostileImage hostile) throws IOException {
    image = hostile;
    site = Site.with(hostile);
  }

  @AfterEach
  void noContainerIsLeft() throws IOException {
    assertThat(site.containers()).isEmpty();
    site.close();
  }

  @Test
  void aStepLeavesItsOutputAndItsLogAtTheSite() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "succeed");

    StepOutcome outcome = trial.run();

    assertThat(outcome).isInstanceOf(Succeeded.class);
    assertThat(trial.output().resolve("predictions.csv")).hasContent("case,score\n1,0.5\n");
    assertThat(trial.log()).content().contains("to standard output", "to standard error");
  }

  @Test
  void whatHonestInferenceNeedsOfTheKernelIsAllowed() throws Exception {
    Site.Trial trial = site.model("honest.py");

    StepOutcome outcome = trial.run();

    assertThat(outcome).as(Files.readString(trial.log())).isInstanceOf(Succeeded.class);
  }

  @Test
  void aContainerThatEndsWithAnErrorIsAFailedStepOfItsRole() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "fail");

    StepOutcome outcome = trial.run();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.detail()).isEqualTo(Detail.MODEL_FAILED);
              assertThat(failed.detail().reason()).isEqualTo(Reason.STEP_FAILED);
              assertThat(failed.exitCode()).isEqualTo(OptionalInt.of(3));
            });
    assertThat(trial.log()).content().contains("no weights here");
  }

  @Test
  void theAuthorsCommandAndEnvironmentReachTheContainer() throws Exception {
    Site.Trial trial =
        site.model("misbehave.py", "show_environment", "'a b'")
            .runArgs(
                "environment: {THRESHOLD: '0.5', MPLCONFIGDIR: /opt/matplotlib, HOME: /root}\n");

    trial.run();

    assertThat(trial.output().resolve("environment"))
        .content()
        .contains("arguments=a b", "THRESHOLD=0.5", "MEDPERF_LOGLEVEL=INFO")
        // An author may have put caches into the image; a home that can be written is the site's.
        .contains("MPLCONFIGDIR=/opt/matplotlib", "TORCH_HOME=/open/weights", "HOME=/tmp")
        .contains("XDG_CACHE_HOME=/tmp/.cache");
  }

  @Test
  void theAuthorsEntryPointReplacesTheImages() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "ignored").runArgs("entrypoint: /bin/ls\n");

    StepOutcome outcome = trial.run();

    assertThat(((Failed) outcome).exitCode()).isEqualTo(OptionalInt.of(2));
    assertThat(trial.log()).content().contains("cannot access 'ignored'");
  }

  @Test
  void aProgramThatIsNotInTheImageIsTheAuthorsFailure() throws Exception {
    StepOutcome outcome = site.model("x").runArgs("entrypoint: /no/such/program\n").run();

    assertThat(detail(outcome)).isEqualTo(Detail.MODEL_FAILED);
  }

  @Test
  void registeredParametersAreMountedAsAFile() throws Exception {
    Site.Trial trial =
        site.model("misbehave.py", "show_parameters")
            .parameters("{\"name\":\"fna\",\"threshold\":0.25}")
            .wanting(
                """
                input_volumes:
                  data_path: {mount_path: /mlcommons/volumes/data, type: directory}
                  parameters_file: {mount_path: /mlcommons/volumes/parameters/parameters_file.yaml, type: file}
                output_volumes:
                  output_path: {mount_path: /mlcommons/volumes/predictions, type: directory}
                """);

    StepOutcome outcome = trial.run();

    assertThat(outcome).isInstanceOf(Succeeded.class);
    assertThat(trial.output().resolve("parameters")).hasContent("0.25 'fna'\n");
  }

  @Test
  void anEvaluatorWritesOneFile() throws Exception {
    Site.Trial trial = site.evaluator("misbehave.py", "write_results", "w", "'people: 12'");

    StepOutcome outcome = trial.run();

    assertThat(outcome).isInstanceOf(Succeeded.class);
    assertThat(trial.output()).hasContent("people: 12");
  }

  @Test
  void anEvaluatorThatWritesNothingHasNoResult() throws Exception {
    StepOutcome outcome = site.evaluator("misbehave.py", "write_results", "a", "''").run();

    assertThat(detail(outcome)).isEqualTo(Detail.OUTPUT_INVALID);
  }

  @Test
  void preparationGoesOnWhereItStopped() throws Exception {
    Site.Trial trial = site.preparator("misbehave.py", "go_on");
    trial.run();

    StepOutcome again = trial.run();

    assertThat(again).isInstanceOf(Succeeded.class);
    assertThat(trial.output().resolve("cases")).hasContent("case\ncase\n");
    assertThat(trial.place(VolumeKey.REPORT_FILE)).hasContent("status: case\nstatus: case\n");
    assertThat(trial.place(VolumeKey.OUTPUT_LABELS_PATH)).isEmptyDirectory();
    assertThat(trial.place(VolumeKey.METADATA_PATH)).doesNotExist();
  }

  @Test
  void aSanityCheckWritesNothingAndAnswersByItsExitStatus() throws Exception {
    assertThat(site.sanityCheck("misbehave.py", "look").run()).isInstanceOf(Succeeded.class);
    assertThat(detail(site.sanityCheck("misbehave.py", "fail").run()))
        .isEqualTo(Detail.PREPARATOR_FAILED);
    assertThat(detail(site.sanityCheck("misbehave.py", "succeed").run()))
        .isEqualTo(Detail.PREPARATOR_FAILED);
  }

  @Test
  void nothingOfAnEarlierTryIsInTheOutputOfAStepThatStartsAfresh() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "succeed");
    trial.run();
    Path leftover = Files.writeString(trial.output().resolve("leftover.csv"), "of an earlier try");

    StepOutcome outcome = trial.run();

    assertThat(outcome).isInstanceOf(Succeeded.class);
    assertThat(leftover).doesNotExist();
  }

  @Test
  void aFolderOutsideTheScratchIsNotEmptiedForAStep() throws Exception {
    Path data = site.home.resolve("somebodys-data");
    Files.createDirectory(data);
    Path file = Files.writeString(data.resolve("precious.csv"), "not ours");

    assertThatThrownBy(() -> site.model("misbehave.py", "succeed").writing(data).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not empty");
    assertThat(file).exists();
  }

  @Test
  void scratchThatAContainerWroteIsDestroyed() throws Exception {
    Site.Trial trial = site.model("misbehave.py", "deep_folders_and_done");
    trial.run();
    String caseId = trial.step().caseId();
    Path folder = trial.output().resolve("..").normalize();
    assertThat(site.sandbox.scratches()).contains(caseId);

    site.sandbox.scratch(caseId).destroy();

    assertThat(site.sandbox.scratches()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @Test
  void programsRunFromTheTemporaryFolderWhereSitePolicyAllowsItAndNowhereElse() throws Exception {
    Limits allowing = Site.limits(limits -> limits.tmpPrograms = TmpPrograms.ALLOWED);

    assertThat(site.model("misbehave.py", "run_from_tmp").within(allowing).run())
        .isInstanceOf(Succeeded.class);
    assertThat(detail(site.model("misbehave.py", "run_from_tmp").run()))
        .isEqualTo(Detail.MODEL_FAILED);
  }

  @Test
  void aMissingInputIsNamed() throws Exception {
    Path missing = site.home.resolve("catalogue/lost");

    StepOutcome outcome =
        site.model("misbehave.py", "succeed").reading(Map.of(VolumeKey.DATA_PATH, missing)).run();

    assertThat(detail(outcome)).isEqualTo(Detail.INPUT_MISSING);
    assertThat(((Failed) outcome).explanation()).contains(missing.toString());
  }

  @Test
  void anEngineThatIsNotThereIsAPassingFault() throws Exception {
    URI nowhere = URI.create("unix://" + site.home.resolve("no.sock"));
    try (Site elsewhere = Site.with(image, nowhere, Duration.ofSeconds(5))) {

      StepOutcome outcome = elsewhere.model("misbehave.py", "succeed").run();

      assertThat(outcome).isInstanceOf(EngineUnavailable.class);
      assertThatThrownBy(() -> elsewhere.sandbox.reapOrphans(ours -> false))
          .isInstanceOf(EngineUnreachableException.class);
    }
  }

  @Test
  void anEngineThatHangsIsAPassingFaultAfterAWhile() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Site elsewhere =
            Site.with(
                image,
                URI.create("tcp://127.0.0.1:" + silent.getLocalPort()),
                Duration.ofMillis(700))) {
      long started = System.nanoTime();

      StepOutcome outcome = elsewhere.model("misbehave.py", "succeed").run();

      assertThat(outcome).isInstanceOf(EngineUnavailable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  @Attack("site/run_as_root")
  void theUserThatContainersRunAsIsNeverRoot() {
    assertThatThrownBy(() -> RunAs.parse("0:0")).hasMessageContaining("root");
    assertThatThrownBy(() -> RunAs.parse("10001:0")).hasMessageContaining("root");
    assertThatThrownBy(() -> RunAs.parse("nobody")).hasMessageContaining("10001:10001");
    assertThat(RunAs.parse("10001:10002")).hasToString("10001:10002");
  }

  private static Detail detail(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).detail();
  }
}
