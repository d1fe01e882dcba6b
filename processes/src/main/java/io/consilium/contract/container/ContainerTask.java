package io.consilium.contract.container;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a container does one task.
 *
 * @param runArgs what the author sets of the run
 * @param inputs volumes that are read, by key
 * @param outputs volumes that are written, by key
 */
public record ContainerTask(
    RunArgs runArgs, Map<VolumeKey, Volume> inputs, Map<VolumeKey, Volume> outputs) {
  public ContainerTask {
    inputs = copy(inputs);
    outputs = copy(outputs);
  }

  /** The input volume of that key, when the container wants it. */
  public Optional<Volume> input(VolumeKey key) {
    return Optional.ofNullable(inputs.get(key));
  }

  /** The output volume of that key, when the container writes it. */
  public Optional<Volume> output(VolumeKey key) {
    return Optional.ofNullable(outputs.get(key));
  }

  private static Map<VolumeKey, Volume> copy(Map<VolumeKey, Volume> volumes) {
    Map<VolumeKey, Volume> copy = new EnumMap<>(VolumeKey.class);
    copy.putAll(volumes);
    return Collections.unmodifiableMap(copy);
  }
}
