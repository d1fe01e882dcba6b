package io.consilium.platform.engine;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** The people and groups that the engine knows. */
@Component
public class UserDirectory {
  private final IdentityService identity;

  UserDirectory(IdentityService identity) {
    this.identity = identity;
  }

  /** Whether there is a user of that id. */
  public boolean exists(String userId) {
    return find(userId).isPresent();
  }

  /** First and last name; the id itself where the user is not, or no longer, known. */
  public String nameOf(String userId) {
    return find(userId).map(user -> user.getFirstName() + " " + user.getLastName()).orElse(userId);
  }

  /** Ids of the groups that the user belongs to; none for an unknown user. */
  public Set<String> groupsOf(String userId) {
    return identity.createGroupQuery().groupMember(userId).list().stream()
        .map(Group::getId)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ids of the group's members, in order; none for an unknown group. */
  public List<String> membersOf(String groupId) {
    return identity.createUserQuery().memberOfGroup(groupId).orderByUserId().asc().list().stream()
        .map(User::getId)
        .toList();
  }

  /**
   * Makes the committee of a benchmark able to work: its group with these members, Tasklist, the
   * start of rounds, and sight of its own cases in Cockpit. Doing it again adds who is missing.
   *
   * @param memberIds ids of users that exist
   */
  public void formCommittee(String benchmarkId, String name, Collection<String> memberIds) {
    throw new UnsupportedOperationException(benchmarkId + name + memberIds);
  }

  private Optional<User> find(String userId) {
    return Optional.ofNullable(identity.createUserQuery().userId(userId).singleResult());
  }
}
