package io.consilium.contract.benchmark;

import java.util.List;

/**
 * The people who govern a benchmark.
 *
 * @param name the committee's name for people
 * @param members user ids, without repetition
 */
public record Committee(String name, List<String> members) {
  public Committee {
    members = List.copyOf(members);
  }
}
