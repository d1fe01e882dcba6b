package io.consilium.contract.benchmark;

import static io.consilium.contract.text.Pointers.child;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.container.ContainerConfig;
import io.consilium.contract.container.ContainerType;
import io.consilium.contract.container.ImageReference;
import io.consilium.contract.container.TaskName;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.text.Pointers;
import io.consilium.contract.text.Problems;
import java.util.List;
import java.util.Optional;

/** What must hold for a container in its role. */
final class ContainerRules {
  private final Problems problems;

  ContainerRules(Problems problems) {
    this.problems = problems;
  }

  /**
   * Checks a container of a document; that it is a map at all is a matter of the document's form.
   *
   * @param node the map with config, digest and parameters
   */
  void check(JsonNode node, Role role, String pointer) {
    if (!node.isObject()) {
      return;
    }
    checkDigest(node, pointer);
    String place = child(pointer, "config");
    Optional<ContainerConfig> config = ContainerConfig.read(node.path("config"), place, problems);
    if (config.isEmpty()) {
      return;
    }
    if (config.get().type() != ContainerType.DOCKER_IMAGE) {
      problems.add(
          child(place, "container_type"),
          "%s is not supported yet by this platform: publish the container as DockerImage"
              .formatted(config.get().type().word()));
      return;
    }
    checkTasks(config.get(), role, place);
    refuseAdditionalFiles(config.get(), place);
    checkParameters(config.get(), node, pointer);
    ImageReference.parse(config.get().image())
        .flatMap(ImageReference::digest)
        .filter(digest -> !digest.equals(node.path("digest").asText()))
        .ifPresent(
            digest ->
                problems.add(
                    child(place, "image"),
                    "names the digest %s, which is not the registered one".formatted(digest)));
  }

  private void checkDigest(JsonNode node, String pointer) {
    if (!node.has("digest")) {
      problems.add(
          child(pointer, "digest"),
          "is missing: register the image by its sha256 digest (docker push prints it, and docker"
              + " inspect --format '{{index .RepoDigests 0}}' IMAGE shows it after the @)");
    }
  }

  private void checkTasks(ContainerConfig config, Role role, String place) {
    for (TaskName task : role.tasks()) {
      if (config.task(task).isEmpty()) {
        problems.add(
            child(child(place, "tasks"), task.word()),
            "is missing: a container in the role of %s has it".formatted(role.word()));
      }
    }
  }

  private void refuseAdditionalFiles(ContainerConfig config, String place) {
    for (TaskName name : config.tasks().keySet()) {
      if (config.tasks().get(name).inputs().containsKey(VolumeKey.ADDITIONAL_FILES)) {
        problems.add(
            Pointers.descendant(
                place, List.of("tasks", name.word(), "input_volumes", "additional_files")),
            "is not supported yet by this platform: put the files into the image");
      }
    }
  }

  /** Parameters that no task reads would be lost silently. */
  private void checkParameters(ContainerConfig config, JsonNode node, String pointer) {
    boolean given = node.has("parameters");
    boolean read =
        config.tasks().values().stream()
            .anyMatch(task -> task.input(VolumeKey.PARAMETERS_FILE).isPresent());
    if (given && !read) {
      problems.add(
          child(pointer, "parameters"),
          "is read by no task: add parameters_file to the input_volumes of one, or remove it");
    }
  }
}
