package io.consilium.platform.engine;

import io.consilium.contract.ProcessKeys;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;

/**
 * Who may do what in the webapps: all of it in one place, and as little as each needs. Rights over
 * a task come from the engine when it offers the task to a group; rights over a case come from
 * {@link CaseReaders}.
 */
final class Rights {
  private static final String EVERYTHING = Authorization.ANY;

  private final AuthorizationService authorizations;

  Rights(AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  /** Decides in Tasklist, and follows the cases that lead there. */
  void ofReviewers(String group) {
    grant(group, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
    grant(group, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
    grant(group, Resources.PROCESS_DEFINITION, EVERYTHING, Permissions.READ);
  }

  /** Also opens rounds. */
  void ofCommittee(String group) {
    ofReviewers(group);
    grant(
        group,
        Resources.PROCESS_DEFINITION,
        ProcessKeys.EVALUATION_ROUND,
        Permissions.READ,
        Permissions.CREATE_INSTANCE);
    grant(group, Resources.PROCESS_INSTANCE, EVERYTHING, Permissions.CREATE);
  }

  /** Sees every case and repeats jobs that failed; decides nothing. */
  void ofOperators(String group) {
    grant(group, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
    grant(
        group,
        Resources.PROCESS_DEFINITION,
        EVERYTHING,
        Permissions.READ,
        Permissions.READ_INSTANCE,
        Permissions.READ_TASK,
        Permissions.READ_HISTORY,
        ProcessDefinitionPermissions.RETRY_JOB);
    grant(group, Resources.DEPLOYMENT, EVERYTHING, Permissions.READ);
    grant(group, Resources.TENANT, EVERYTHING, Permissions.READ);
  }

  /** Sees one case. */
  void ofCaseReaders(String group, String processInstanceId) {
    Authorization right = newRight(group, Resources.PROCESS_INSTANCE, processInstanceId);
    right.addPermission(Permissions.READ);
    authorizations.saveAuthorization(right);
  }

  private void grant(
      String group, Resource resource, String resourceId, Permission... permissions) {
    Optional<Authorization> present =
        Optional.ofNullable(
            authorizations
                .createAuthorizationQuery()
                .authorizationType(Authorization.AUTH_TYPE_GRANT)
                .groupIdIn(group)
                .resourceType(resource)
                .resourceId(resourceId)
                .singleResult());
    Authorization right = present.orElseGet(() -> newRight(group, resource, resourceId));
    Set<Permission> wanted = new HashSet<>(Arrays.asList(permissions));
    if (present.isEmpty() || !has(right, wanted)) {
      right.setPermissions(permissions);
      authorizations.saveAuthorization(right);
    }
  }

  private static boolean has(Authorization right, Set<Permission> wanted) {
    return wanted.stream().allMatch(right::isPermissionGranted);
  }

  private Authorization newRight(String group, Resource resource, String resourceId) {
    Authorization right = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    right.setGroupId(group);
    right.setResource(resource);
    right.setResourceId(resourceId);
    return right;
  }
}
