package io.consilium.contract.container;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a container can be asked to do. */
public enum TaskName {
  /** Turns a site's raw data into the benchmark's form. */
  PREPARE,
  /** Says by its exit status whether prepared data is sound. */
  SANITY_CHECK,
  /** Counts what the prepared data holds. */
  STATISTICS,
  /** Predicts from prepared data. */
  INFER,
  /** Compares predictions with labels. */
  EVALUATE;

  /** The word in a container_config.yaml. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The volumes that the task may read. */
  public Set<VolumeKey> inputKeys() {
    return VolumeRules.of(this).inputs().keySet();
  }

  /** The volumes that the task may write. */
  public Set<VolumeKey> outputKeys() {
    return VolumeRules.of(this).outputs().keySet();
  }

  static Optional<TaskName> of(String word) {
    return Arrays.stream(values()).filter(task -> task.word().equals(word)).findFirst();
  }
}
