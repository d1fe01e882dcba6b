package io.consilium.worker.step;

import io.consilium.contract.container.ContainerSpec;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.StepOutcome;
import java.time.Duration;
import java.util.Locale;

/**
 * A step that was tried on demo data.
 *
 * @param role the part that the container played
 * @param container what ran
 * @param outcome how it ended; what it wrote was looked at, too
 * @param took from the step's beginning to its end
 * @param printed the end of what the container printed, without control characters
 */
public record TriedStep(
    Role role, ContainerSpec container, StepOutcome outcome, Duration took, String printed) {

  /** The step's word, as in {@code sanity_check}. */
  public String word() {
    return word(role);
  }

  /** The word of the step in which a container plays that part. */
  public static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /** Whether what comes after it can be tried. */
  public boolean passed() {
    return outcome instanceof StepOutcome.Succeeded;
  }
}
