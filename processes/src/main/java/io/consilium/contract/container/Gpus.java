package io.consilium.contract.container;

import java.util.List;

/** Which graphics processors a container asks for. */
public sealed interface Gpus {
  /** All that the site grants. */
  record All() implements Gpus {}

  /** Some of them; at least one. */
  record Count(int number) implements Gpus {}

  /** Named ones, by index or identifier. */
  record Devices(List<String> ids) implements Gpus {
    public Devices {
      ids = List.copyOf(ids);
    }
  }
}
