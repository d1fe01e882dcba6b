package io.consilium.worker.sandbox;

import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.VolumeKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * One run of one container.
 *
 * <p>What is mounted is what the container's configuration wants and the role allows, from the
 * places given here. Offering more than the configuration wants is fine; what the role does not
 * allow cannot be offered. The parameters file is written by the sandbox.
 *
 * @param caseId the execution, dataset or test that the step belongs to
 * @param role the part that the container plays
 * @param container what runs
 * @param inputs files and folders to read, by volume
 * @param outputs files and folders to write, by volume; made when absent. The {@code output_path}
 *     of every role but preparation starts afresh: a file, and a folder in the scratch, is emptied;
 *     another folder must be empty
 * @param limits what the container may use
 * @param deadline how long the container may run, more than zero
 * @param logFile takes what the container printed, at most {@link Limits#LOG_BYTES}; it stays at
 *     the site
 */
public record SealedStep(
    String caseId,
    Role role,
    ContainerSpec container,
    Map<VolumeKey, Path> inputs,
    Map<VolumeKey, Path> outputs,
    Limits limits,
    Duration deadline,
    Path logFile) {
  public SealedStep {
    Scratch.requireName(caseId);
    Map<VolumeKey, Path> read = new EnumMap<>(VolumeKey.class);
    read.putAll(inputs);
    Map<VolumeKey, Path> written = new EnumMap<>(VolumeKey.class);
    written.putAll(outputs);
    for (VolumeKey key : read.keySet()) {
      if (!role.mayRead(key)) {
        throw new IllegalArgumentException(role + " may not read " + key.word());
      }
    }
    for (VolumeKey key : written.keySet()) {
      if (!role.mayWrite(key)) {
        throw new IllegalArgumentException(role + " may not write " + key.word());
      }
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("A step needs time: " + deadline);
    }
    inputs = Map.copyOf(read);
    outputs = Map.copyOf(written);
  }

  /** What the step is called on the engine and in messages. */
  String label() {
    return caseId + "/" + role.task().word();
  }
}
