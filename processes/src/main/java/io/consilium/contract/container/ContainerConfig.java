package io.consilium.contract.container;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.YamlDocument;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * MedPerf's container_config.yaml.
 *
 * @param type how the container is shipped
 * @param image the image's name, or the address of an archive
 * @param tasks what the container can do; at least one task
 */
public record ContainerConfig(
    ContainerType type, String image, Map<TaskName, ContainerTask> tasks) {
  public ContainerConfig {
    Map<TaskName, ContainerTask> copy = new EnumMap<>(TaskName.class);
    copy.putAll(tasks);
    tasks = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads a container_config.yaml.
   *
   * @throws io.consilium.contract.text.InvalidDocumentException naming everything that is wrong
   */
  public static ContainerConfig parse(String yaml) {
    YamlDocument document =
        StrictYaml.read("container_config.yaml", yaml, StrictYaml.Limits.DOCUMENT);
    Problems problems = new Problems();
    Optional<ContainerConfig> config = read(document.tree(), "", problems);
    document.throwIfAny(problems);
    return config.orElseThrow();
  }

  /**
   * Reads a configuration inside another document.
   *
   * @param pointer the place of the configuration in that document
   * @param problems takes what is wrong
   * @return the configuration, or nothing when something is wrong
   */
  public static Optional<ContainerConfig> read(JsonNode node, String pointer, Problems problems) {
    return new ConfigReader(problems).config(node, pointer);
  }

  /** How the container does that task, when it can. */
  public Optional<ContainerTask> task(TaskName name) {
    return Optional.ofNullable(tasks.get(name));
  }
}
