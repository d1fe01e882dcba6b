package io.consilium.platform.governance.process;

import io.consilium.contract.Beans;
import io.consilium.contract.Variables;
import io.consilium.platform.governance.Review;
import io.consilium.platform.governance.Reviewer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;

/**
 * Checks and records a review when its task is completed.
 *
 * <p>Whoever completes a task can set any variable with it. So what is decided about is the case's
 * business key, and who proposed it is read from the record.
 */
@Component(Beans.CHECK_REVIEW)
class CheckReview implements TaskListener {
  private final Review review;

  CheckReview(Review review) {
    this.review = review;
  }

  @Override
  public void notify(DelegateTask task) {
    review.decide(
        task.getExecution().getProcessBusinessKey(),
        reviewer(task),
        candidateGroups(task),
        text(task, Variables.DECISION),
        text(task, Variables.COMMENT));
  }

  private static Reviewer reviewer(DelegateTask task) {
    Authentication person =
        task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    return person == null || person.getUserId() == null
        ? new Reviewer("", Set.of())
        : new Reviewer(
            person.getUserId(),
            person.getGroupIds() == null ? Set.of() : new HashSet<>(person.getGroupIds()));
  }

  private static Set<String> candidateGroups(DelegateTask task) {
    return task.getCandidates().stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static String text(DelegateTask task, String variable) {
    return Optional.ofNullable(task.getVariable(variable)).map(Object::toString).orElse("");
  }
}
