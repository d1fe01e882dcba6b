package io.consilium.platform.governance;

import java.util.Set;

/** A person who decides, with the groups that they belong to. */
public record Reviewer(String id, Set<String> groups) {
  public Reviewer {
    groups = Set.copyOf(groups);
  }
}
