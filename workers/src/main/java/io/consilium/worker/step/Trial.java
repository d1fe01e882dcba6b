package io.consilium.worker.step;

import java.util.List;
import java.util.Optional;

/**
 * How a trial on demo data went.
 *
 * @param steps what was tried, in order; the last one may have failed
 * @param fault why nothing more was tried, in a sentence; nothing when all passed
 * @param advice what to do about it; empty when all passed
 * @param notes what else the author should know
 * @param results what the evaluator wrote, when all passed and there is an evaluator
 */
public record Trial(
    List<TriedStep> steps,
    Optional<String> fault,
    String advice,
    List<String> notes,
    Optional<String> results) {
  public Trial {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  public boolean passed() {
    return fault.isEmpty();
  }
}
