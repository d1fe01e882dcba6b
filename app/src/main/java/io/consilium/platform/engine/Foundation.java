package io.consilium.platform.engine;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.query.Query;
import org.camunda.bpm.engine.task.Task;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What must be there before anybody comes: the roles, and Tasklist's two lists. */
@Component
class Foundation implements SmartInitializingSingleton {
  private final UserDirectory directory;
  private final FilterService filters;
  private final TaskService tasks;
  private final AuthorizationService authorizations;
  private final TransactionTemplate transaction;
  private final JdbcClient database;

  Foundation(
      UserDirectory directory,
      FilterService filters,
      TaskService tasks,
      AuthorizationService authorizations,
      TransactionTemplate transaction,
      JdbcClient database) {
    this.directory = directory;
    this.filters = filters;
    this.tasks = tasks;
    this.authorizations = authorizations;
    this.transaction = transaction;
    this.database = database;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(
        status -> {
          // Of several nodes that start at once, one after the other.
          database.sql("select pg_advisory_xact_lock(hashtext('consilium'))").query().listOfRows();
          directory.establishRoles();
          addListIfAbsent(
              "For my groups",
              "Tasks that a member of your groups should take",
              tasks
                  .createTaskQuery()
                  .taskCandidateGroupInExpression("${currentUserGroups()}")
                  .taskUnassigned(),
              -20);
          addListIfAbsent(
              "Mine",
              "Tasks that you took",
              tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}"),
              -10);
        });
  }

  private void addListIfAbsent(String name, String description, Query<?, Task> query, int order) {
    if (filters.createTaskFilterQuery().filterName(name).count() > 0) {
      return;
    }
    Filter filter =
        filters
            .newTaskFilter(name)
            .setQuery((TaskQueryImpl) query)
            .setProperties(
                Map.of(
                    "description",
                    description,
                    "priority",
                    order,
                    "color",
                    "#0b6e72",
                    "refresh",
                    true,
                    "showUndefinedVariable",
                    false,
                    "variables",
                    List.of(Map.of("name", "title", "label", "Subject"))));
    filters.saveFilter(filter);
    Authorization everybody = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
    everybody.setResource(Resources.FILTER);
    everybody.setResourceId(filter.getId());
    everybody.addPermission(Permissions.READ);
    authorizations.saveAuthorization(everybody);
  }
}
