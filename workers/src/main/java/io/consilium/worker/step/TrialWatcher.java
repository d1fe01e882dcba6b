package io.consilium.worker.step;

import io.consilium.contract.container.ContainerSpec;
import io.consilium.worker.sandbox.Role;

/** Is told how a trial goes, step by step. */
public interface TrialWatcher {
  void begins(Role role, ContainerSpec container);

  void ended(TriedStep step);
}
