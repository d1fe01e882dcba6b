package io.consilium.contract.metric;

import java.util.List;

/**
 * A way to divide people into subgroups.
 *
 * @param id short name
 * @param title name for people
 * @param path keys in results.yaml, separated by "/", below which each level has its own map
 * @param levels the keys of the subgroups, in the order in which they are shown; at least two
 */
public record SubgroupAxis(String id, String title, String path, List<String> levels) {
  public SubgroupAxis {
    levels = List.copyOf(levels);
  }
}
