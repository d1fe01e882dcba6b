package io.consilium.contract.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.text.InvalidDocumentException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerConfigTest {
  private static final String CONFIG =
      """
      container_type: DockerImage
      image: 127.0.0.1:5000/team/name:1
      tasks:
        infer:
          run_args:
            command: python3 /project/infer.py --title "two words"
            entrypoint: /bin/env
            environment: {THREADS: 2, MODE: fast}
            gpus: device=0,2
            shm_size: 64m
          input_volumes:
            data_path: {mount_path: /mlcommons/volumes/data/, type: directory}
            parameters_file: {mount_path: /mlcommons/volumes/parameters.yaml, type: file}
          output_volumes:
            output_path: {mount_path: /mlcommons/volumes/predictions, type: directory}
      """;

  @Test
  void everythingOfAConfigurationIsRead() {
    ContainerConfig config = ContainerConfig.parse(CONFIG);

    assertThat(config.type()).isEqualTo(ContainerType.DOCKER_IMAGE);
    assertThat(config.image()).isEqualTo("127.0.0.1:5000/team/name:1");
    ContainerTask infer = config.task(TaskName.INFER).orElseThrow();
    RunArgs run = infer.runArgs();
    assertThat(run.command())
        .containsExactly("python3", "/project/infer.py", "--title", "two words");
    assertThat(run.entrypoint()).contains("/bin/env");
    assertThat(run.environment()).containsEntry("THREADS", "2").containsEntry("MODE", "fast");
    assertThat(run.gpus()).contains(new Gpus.Devices(List.of("0", "2")));
    assertThat(run.shmBytes()).isEqualTo(OptionalLong.of(64 << 20));
    assertThat(infer.input(VolumeKey.DATA_PATH))
        .contains(new Volume("/mlcommons/volumes/data", VolumeType.DIRECTORY));
    assertThat(infer.input(VolumeKey.PARAMETERS_FILE)).isPresent();
    assertThat(infer.output(VolumeKey.OUTPUT_PATH)).isPresent();
    assertThat(config.task(TaskName.EVALUATE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ContainerType.class)
  void everyContainerTypeIsRead(ContainerType type) {
    assertThat(ContainerConfig.parse(CONFIG.replace("DockerImage", type.word())).type())
        .isEqualTo(type);
  }

  @Test
  void anUnknownVolumeKeyIsRefusedNamingKeyTaskAndWhatIsAllowed() {
    assertRefused(
        CONFIG.replace("data_path:", "raw_data:"),
        "tasks.infer.input_volumes.raw_data: \"raw_data\" is not an input volume of the task infer;"
            + " allowed are data_path, parameters_file, additional_files (line 12)");
  }

  @Test
  void aVolumeKeyOfAnotherTaskIsUnknown() {
    assertRefused(
        CONFIG.replace("parameters_file:", "labels_path:"),
        "\"labels_path\" is not an input volume of the task infer");
    assertRefused(
        CONFIG.replace("output_path:", "report_file:"),
        "\"report_file\" is not an output volume of the task infer; allowed are output_path");
  }

  @Test
  void aSanityCheckHasNoOutputs() {
    assertRefused(
        CONFIG.replace("infer:", "sanity_check:"),
        "\"output_path\" is not an output volume of the task sanity_check; it has none");
  }

  @Test
  void aVolumeThatTheTaskNeedsMustBeThere() {
    assertRefused(
        CONFIG.replace("data_path: {mount_path: /mlcommons/volumes/data/, type: directory}", ""),
        "tasks.infer.input_volumes.data_path is missing: the task infer needs it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image:|images: x\\nimage:|images is not a known field; allowed here are container_type",
        "run_args:|runargs: {}\\n    run_args:|tasks.infer.runargs is not a known field",
        "gpus:|network: host\\n      gpus:|tasks.infer.run_args.network is not a known field",
        "gpus:|user: root\\n      gpus:|tasks.infer.run_args.user is not a known field",
        "infer:|train:|tasks.train is not a task; the tasks are prepare, sanity_check",
        "DockerImage|Podman|container_type: \"Podman\" is not one of DockerImage, DockerArchive",
        "team/name:1|Team/name:1|image: \"127.0.0.1:5000/Team/name:1\" is not the name of an image",
        "shm_size: 64m|shm_size: much|tasks.infer.run_args.shm_size: must be a size",
        "gpus: device=0,2|gpus: 0|tasks.infer.run_args.gpus: must be all, a number",
        "gpus: device=0,2|gpus: device=|tasks.infer.run_args.gpus: must be all, a number",
        "MODE: fast|MODE: true|tasks.infer.run_args.environment.MODE: must be a text",
        "MODE: fast|MO=DE: fast|is not the name of a variable",
        "two words\"|two words|tasks.infer.run_args.command: has a quote that is not closed",
        "type: file|type: pipe|parameters_file.type: \"pipe\" is not one of file, directory",
        "type: file|type: directory|parameters_file.type: must be file for parameters_file",
        "type: file|kind: file|parameters_file.type is missing",
        "entrypoint: /bin/env|entrypoint: [/bin/env]|tasks.infer.run_args.entrypoint: must be a text"
      })
  void aMistakeIsNamedWithItsPlace(String old, String mistake, String message) {
    assertRefused(CONFIG.replace(old, mistake.replace("\\n", "\n")), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relative/path",
        "/",
        "//data",
        "/data/../etc",
        "/data/./x",
        "/data:/host",
        "\"/data,readonly\"",
        "\"/data\\n\"",
        "/proc/self",
        "/sys",
        "/dev/shm"
      })
  void aMountPathThatCouldReachElsewhereIsRefused(String path) {
    assertRefused(
        CONFIG.replace("/mlcommons/volumes/predictions", path),
        "tasks.infer.output_volumes.output_path.mount_path: ");
  }

  @Test
  void twoVolumesCannotBeMountedAtOnePlace() {
    assertRefused(
        CONFIG.replace("/mlcommons/volumes/predictions", "/mlcommons/volumes/data"),
        "output_path.mount_path: /mlcommons/volumes/data is already where data_path is mounted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks: {}", "tasks: []", "tasks: {infer: x}", "x: 1"})
  void tasksOfAnotherFormAreRefused(String tasks) {
    String head = CONFIG.substring(0, CONFIG.indexOf("tasks:"));

    assertRefused(head + tasks, "tasks");
  }

  @Test
  void aDocumentThatIsNoMapIsRefused() {
    assertRefused("[1, 2]", "must be a container configuration");
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertRefused(
        CONFIG
            .replace("container_type: DockerImage\n", "")
            .replace("shm_size: 64m", "shm_size: x")
            .replace("type: file", "type: pipe"),
        "container_config.yaml has 3 problems:");
  }

  @ParameterizedTest
  @CsvSource({"all, All", "3, Count", "\"device=GPU-1a2b\", Devices"})
  void graphicsProcessorsAreAskedForInThreeWays(String yaml, String kind) {
    Optional<Gpus> gpus =
        ContainerConfig.parse(CONFIG.replace("device=0,2", yaml))
            .task(TaskName.INFER)
            .flatMap(task -> task.runArgs().gpus());

    assertThat(gpus.orElseThrow().getClass().getSimpleName()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"1024, 1024", "10737418240, 10737418240", "1b, 1", "2k, 2048", "1G, 1073741824"})
  void theSizeOfSharedMemoryIsInBytesOrLargerUnits(String yaml, long bytes) {
    assertThat(
            ContainerConfig.parse(CONFIG.replace("64m", yaml))
                .task(TaskName.INFER)
                .orElseThrow()
                .runArgs()
                .shmBytes())
        .hasValue(bytes);
  }

  private static void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> ContainerConfig.parse(yaml))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(message);
  }
}
