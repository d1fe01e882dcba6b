package io.consilium.worker.sandbox;

import static io.consilium.contract.container.VolumeKey.ADDITIONAL_FILES;
import static io.consilium.contract.container.VolumeKey.DATA_PATH;
import static io.consilium.contract.container.VolumeKey.LABELS;
import static io.consilium.contract.container.VolumeKey.LABELS_PATH;
import static io.consilium.contract.container.VolumeKey.LOCAL_OUTPUTS_PATH;
import static io.consilium.contract.container.VolumeKey.METADATA_PATH;
import static io.consilium.contract.container.VolumeKey.OUTPUT_LABELS_PATH;
import static io.consilium.contract.container.VolumeKey.OUTPUT_PATH;
import static io.consilium.contract.container.VolumeKey.PARAMETERS_FILE;
import static io.consilium.contract.container.VolumeKey.PREDICTIONS;
import static io.consilium.contract.container.VolumeKey.REPORT_FILE;

import io.consilium.contract.container.TaskName;
import io.consilium.contract.container.VolumeKey;
import java.util.Set;

/**
 * The part that a container plays in a step. It alone decides what the container may read and
 * write, whatever the container's configuration or the order says: a model never sees labels, an
 * evaluator never sees the data or the model.
 */
public enum Role {
  PREPARE(TaskName.PREPARE),
  SANITY_CHECK(TaskName.SANITY_CHECK),
  STATISTICS(TaskName.STATISTICS),
  INFER(TaskName.INFER),
  EVALUATE(TaskName.EVALUATE);

  /** A container's own constants, which hold nothing of the site's. */
  private static final Set<VolumeKey> CONSTANTS = Set.of(PARAMETERS_FILE, ADDITIONAL_FILES);

  private final TaskName task;

  Role(TaskName task) {
    this.task = task;
  }

  /** The task of the container that does this. */
  public TaskName task() {
    return task;
  }

  /** Whether the container may be shown that volume, for reading only. */
  public boolean mayRead(VolumeKey key) {
    return CONSTANTS.contains(key) || readable().contains(key);
  }

  /** Whether the container may write that volume. */
  public boolean mayWrite(VolumeKey key) {
    return writable().contains(key);
  }

  private Set<VolumeKey> readable() {
    return switch (this) {
      case PREPARE -> Set.of(DATA_PATH, LABELS_PATH);
      case SANITY_CHECK, STATISTICS -> Set.of(DATA_PATH, LABELS_PATH, METADATA_PATH);
      case INFER -> Set.of(DATA_PATH);
      case EVALUATE -> Set.of(PREDICTIONS, LABELS);
    };
  }

  private Set<VolumeKey> writable() {
    return switch (this) {
      case PREPARE -> Set.of(OUTPUT_PATH, OUTPUT_LABELS_PATH, REPORT_FILE, METADATA_PATH);
      case SANITY_CHECK -> Set.of();
      case STATISTICS, INFER -> Set.of(OUTPUT_PATH);
      case EVALUATE -> Set.of(OUTPUT_PATH, LOCAL_OUTPUTS_PATH);
    };
  }

  /** What it is called when a container of this role ends with an error. */
  Detail failure() {
    return switch (this) {
      case PREPARE, SANITY_CHECK, STATISTICS -> Detail.PREPARATOR_FAILED;
      case INFER -> Detail.MODEL_FAILED;
      case EVALUATE -> Detail.EVALUATOR_FAILED;
    };
  }

  /** Preparation goes on where it stopped; every other step starts with nothing. */
  boolean startsAfresh() {
    return this != PREPARE;
  }
}
