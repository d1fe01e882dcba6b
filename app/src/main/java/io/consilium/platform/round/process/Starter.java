package io.consilium.platform.round.process;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * The person in whose request a case is started.
 *
 * @param id the user id; empty when nobody is logged in
 */
record Starter(String id, Set<String> groups) {
  static Starter of(DelegateExecution execution) {
    Optional<Authentication> person =
        Optional.ofNullable(
            execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication());
    return new Starter(
        person.map(Authentication::getUserId).orElse(""),
        Set.copyOf(person.map(Authentication::getGroupIds).orElse(List.of())));
  }
}
