package io.consilium.worker.sandbox;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a step ended. Explanations are for the people at the site: they may name paths and images and
 * must not leave.
 */
public sealed interface StepOutcome {
  /**
   * The container ended with exit code 0 and its outputs are plain files and folders within the
   * limits, readable by this process.
   *
   * @param took from the container's start to its end
   */
  record Succeeded(Duration took) implements StepOutcome {}

  /**
   * The step has no result, and would have none if it were run again.
   *
   * @param detail why
   * @param explanation what happened and what to do, in a sentence
   * @param exitCode the container's exit code, when it ended by itself
   */
  record Failed(Detail detail, String explanation, OptionalInt exitCode) implements StepOutcome {}

  /**
   * A passing fault: engine or registry do not answer, or the disk is full. To be tried again.
   *
   * @param explanation what happened and what to do, in a sentence
   */
  record EngineUnavailable(String explanation) implements StepOutcome {}
}
