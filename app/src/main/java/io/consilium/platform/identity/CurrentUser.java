package io.consilium.platform.identity;

import java.security.Principal;
import java.util.Set;

/**
 * The person who asks, as a controller gets it by {@code @AuthenticationPrincipal CurrentUser}.
 *
 * @param id the user's id, as in process variables and the registry
 * @param displayName first and last name
 * @param groups ids of the groups that the person belongs to at the time of the request
 */
public record CurrentUser(String id, String displayName, Set<String> groups) implements Principal {
  public CurrentUser {
    groups = Set.copyOf(groups);
  }

  @Override
  public String getName() {
    return id;
  }

  /** Whether the person belongs to the group of that id. */
  public boolean isMemberOf(String groupId) {
    return groups.contains(groupId);
  }
}
