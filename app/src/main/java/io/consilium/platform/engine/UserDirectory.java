package io.consilium.platform.engine;

import io.consilium.contract.Groups;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The people, groups and facilities that the engine knows. */
@Component
@Transactional
public class UserDirectory {
  private static final String COMMITTEE = "committee";
  private static final String ROLE = "role";

  private final IdentityService identity;
  private final Rights rights;
  private final OwnName ownName;

  UserDirectory(IdentityService identity, AuthorizationService authorizations, OwnName ownName) {
    this.identity = identity;
    this.ownName = ownName;
    this.rights = new Rights(authorizations);
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
    return ownName.get(() -> identity.createGroupQuery().groupMember(userId).list()).stream()
        .map(Group::getId)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ids of the group's members, in order; none for an unknown group. */
  public List<String> membersOf(String groupId) {
    return ownName
        .get(() -> identity.createUserQuery().memberOfGroup(groupId).orderByUserId().asc().list())
        .stream()
        .map(User::getId)
        .toList();
  }

  /** The person in whose name the engine works now; nobody for what it does by itself. */
  public Optional<String> actingUser() {
    return Optional.ofNullable(identity.getCurrentAuthentication()).map(Authentication::getUserId);
  }

  /** Makes an account unless there is one of that id. */
  public void addUserIfAbsent(String userId, String firstName, String lastName, String password) {
    ownName.run(
        () -> {
          if (exists(userId)) {
            return;
          }
          User user = identity.newUser(userId);
          user.setFirstName(firstName);
          user.setLastName(lastName);
          user.setPassword(password);
          identity.saveUser(user);
        });
  }

  /** Makes the user a member of a group that exists; does nothing for one who is a member. */
  public void addMember(String groupId, String userId) {
    ownName.run(
        () -> {
          if (!groupsOf(userId).contains(groupId)) {
            identity.createMembership(userId, groupId);
          }
        });
  }

  /** Makes the groups that every platform has, with what they may do. */
  public void establishRoles() {
    ownName.run(
        () -> {
          addGroupIfAbsent(Groups.PLATFORM_COMMITTEE, "Platform committee", ROLE);
          addGroupIfAbsent(Groups.OPERATORS, "Operators", ROLE);
          addGroupIfAbsent(Groups.MODEL_OWNERS, "Model owners", ROLE);
          addGroupIfAbsent(Groups.BENCHMARK_OWNERS, "Benchmark owners", ROLE);
          rights.ofReviewers(Groups.PLATFORM_COMMITTEE);
          rights.ofOperators(Groups.OPERATORS);
        });
  }

  /**
   * Makes the committee of a benchmark able to work: its group with these members, Tasklist, the
   * start of rounds, and sight of its own cases in Cockpit. Doing it again adds who is missing.
   *
   * @param memberIds ids of users that exist
   */
  public void formCommittee(String benchmarkId, String name, Collection<String> memberIds) {
    ownName.run(
        () -> {
          String group = Groups.committeeOf(benchmarkId);
          addGroupIfAbsent(group, name, COMMITTEE);
          rights.ofCommittee(group);
          memberIds.forEach(member -> addMember(group, member));
          identity.createTenantQuery().list().forEach(facility -> show(facility.getId(), group));
        });
  }

  /**
   * Makes a facility known to the engine, whose cases at facilities each belong to one. Operators
   * and committees may see its cases as far as they have a right to the case itself.
   */
  public void admitFacility(String facilityId, String name) {
    ownName.run(
        () -> {
          Tenant tenant = identity.newTenant(facilityId);
          tenant.setName(name);
          identity.saveTenant(tenant);
          show(facilityId, Groups.OPERATORS);
          show(facilityId, Groups.PLATFORM_COMMITTEE);
          identity.createGroupQuery().groupType(COMMITTEE).list().stream()
              .map(Group::getId)
              .forEach(committee -> show(facilityId, committee));
        });
  }

  private void show(String facilityId, String groupId) {
    boolean shown =
        identity.createTenantQuery().tenantId(facilityId).groupMember(groupId).count() > 0;
    if (!shown) {
      identity.createTenantGroupMembership(facilityId, groupId);
    }
  }

  private void addGroupIfAbsent(String groupId, String name, String type) {
    if (identity.createGroupQuery().groupId(groupId).count() > 0) {
      return;
    }
    Group group = identity.newGroup(groupId);
    group.setName(name);
    group.setType(type);
    identity.saveGroup(group);
  }

  private Optional<User> find(String userId) {
    return Optional.ofNullable(
        ownName.get(() -> identity.createUserQuery().userId(userId).singleResult()));
  }
}
