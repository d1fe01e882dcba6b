package io.consilium.worker.sandbox;

import java.util.List;

/** Which graphics processors a site lends to containers that ask for them. */
public sealed interface GpuLoan {
  /** None. */
  record None() implements GpuLoan {}

  /** As many as a container asks for. */
  record All() implements GpuLoan {}

  /** Some. A container that asks for a number of them gets the first ones. */
  record Listed(List<String> ids) implements GpuLoan {
    /** At least one, by index or identifier as NVIDIA's tools print them. */
    public Listed {
      ids = List.copyOf(ids);
      if (ids.isEmpty()) {
        throw new IllegalArgumentException("No GPU is listed");
      }
    }
  }
}
