package io.consilium.platform.governance;

import io.consilium.contract.Variables;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The rules of a review: who may decide, and what makes a decision complete. */
@Component
public class Review {
  private static final int LONGEST_COMMENT = 2000;

  private final Decisions decisions;

  Review(Decisions decisions) {
    this.decisions = decisions;
  }

  /**
   * Records a decision.
   *
   * @param subject id of what is decided about
   * @param reviewer who decides
   * @param entitled the groups whose members may
   * @param decision {@link Variables#APPROVE} or {@link Variables#DECLINE}
   * @param comment may be blank for an approval
   * @throws ReviewRefused when the decision does not count, with the reason for the reviewer
   */
  public void decide(
      String subject, Reviewer reviewer, Set<String> entitled, String decision, String comment) {
    if (reviewer.groups().stream().noneMatch(entitled::contains)) {
      throw new ReviewRefused(
          "Only members of " + String.join(", ", entitled) + " may decide about " + subject + ".");
    }
    refuseOwnProposal(subject, reviewer);
    if (comment.length() > LONGEST_COMMENT) {
      throw new ReviewRefused(
          "The comment is too long: at most " + LONGEST_COMMENT + " characters.");
    }
    switch (decision) {
      case Variables.APPROVE -> decisions.approve(subject, reviewer.id(), comment.strip());
      case Variables.DECLINE -> decline(subject, reviewer, comment.strip());
      default ->
          throw new ReviewRefused(
              "The decision \"%s\" is unknown: choose \"%s\" or \"%s\"."
                  .formatted(decision, Variables.APPROVE, Variables.DECLINE));
    }
  }

  private void refuseOwnProposal(String subject, Reviewer reviewer) {
    Optional<Decision> last = decisions.last(subject);
    if (last.filter(entry -> entry.outcome() != Outcome.PROPOSED).isPresent()) {
      throw new ReviewRefused(subject + " has been decided already.");
    }
    if (last.flatMap(Decision::by).filter(reviewer.id()::equals).isPresent()) {
      throw new ReviewRefused(
          "You submitted "
              + subject
              + " yourself, so somebody else has to decide about it: unclaim the task and leave it to"
              + " another member.");
    }
  }

  private void decline(String subject, Reviewer reviewer, String comment) {
    if (comment.isEmpty()) {
      throw new ReviewRefused(
          "Declining needs a comment: say why, so that the submitter can do something about it.");
    }
    decisions.decline(subject, reviewer.id(), comment);
  }
}
