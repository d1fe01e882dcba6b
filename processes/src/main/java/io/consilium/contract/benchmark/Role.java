package io.consilium.contract.benchmark;

import io.consilium.contract.container.TaskName;
import java.util.List;
import java.util.Locale;

/** The part that a container plays. */
enum Role {
  PREPARATOR,
  MODEL,
  EVALUATOR;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tasks that a container in this role must have. */
  List<TaskName> tasks() {
    return switch (this) {
      case PREPARATOR -> List.of(TaskName.PREPARE, TaskName.SANITY_CHECK, TaskName.STATISTICS);
      case MODEL -> List.of(TaskName.INFER);
      case EVALUATOR -> List.of(TaskName.EVALUATE);
    };
  }
}
