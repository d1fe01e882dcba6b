package io.consilium.platform.portal;

import io.consilium.contract.Groups;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.governance.Decision;
import io.consilium.platform.governance.Decisions;
import io.consilium.platform.governance.Outcome;
import io.consilium.platform.identity.CurrentUser;
import io.consilium.platform.round.ExecutionState;
import io.consilium.platform.round.Round;
import io.consilium.platform.round.Rounds;
import io.consilium.platform.round.Watching;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: what waits for the person, and what there is. */
@Controller
class HomePage {
  /** A decision that waits, as the page lists it. */
  record Todo(String name, String subject, String title, String since, String link) {}

  /** A round, with how many of its executions have settled. */
  record RoundLine(
      String id,
      String benchmarkId,
      String state,
      String words,
      int settled,
      int executions,
      String opened,
      String deadline) {}

  private final TaskInbox inbox;
  private final Benchmarks benchmarks;
  private final Rounds rounds;
  private final Watching watching;
  private final Decisions decisions;

  HomePage(
      TaskInbox inbox,
      Benchmarks benchmarks,
      Rounds rounds,
      Watching watching,
      Decisions decisions) {
    this.inbox = inbox;
    this.benchmarks = benchmarks;
    this.rounds = rounds;
    this.watching = watching;
    this.decisions = decisions;
  }

  @GetMapping("/")
  String home(@AuthenticationPrincipal CurrentUser user, Model model) {
    List<Revision> revisions =
        benchmarks.all().stream().filter(revision -> revision.isVisibleTo(user)).toList();
    model.addAttribute("roles", user.groups().stream().map(this::role).sorted().toList());
    model.addAttribute("todos", todos(user));
    model.addAttribute("revisions", revisions);
    model.addAttribute(
        "titles",
        revisions.stream()
            .collect(
                Collectors.toMap(
                    Revision::benchmarkId, Revision::title, (newest, older) -> newest)));
    model.addAttribute("rounds", watching.visibleTo(user).stream().map(this::line).toList());
    model.addAttribute("proposes", user.isMemberOf(Groups.BENCHMARK_OWNERS));
    model.addAttribute("governs", user.groups().stream().anyMatch(HomePage::isCommittee));
    return "home";
  }

  /** Own proposals are left out: somebody else has to decide about them. */
  private List<Todo> todos(CurrentUser user) {
    return inbox.of(user.id(), user.groups()).stream()
        .filter(task -> !isOwnProposal(task.subject(), user.id()))
        .map(
            task ->
                new Todo(
                    task.name(),
                    task.subject(),
                    task.title(),
                    Figures.moment(task.since()),
                    task.link()))
        .toList();
  }

  private boolean isOwnProposal(String subject, String userId) {
    return decisions
        .last(subject)
        .filter(last -> last.outcome() == Outcome.PROPOSED)
        .flatMap(Decision::by)
        .filter(userId::equals)
        .isPresent();
  }

  private RoundLine line(Round round) {
    var executions = rounds.executionsOf(round.id());
    int settled =
        (int)
            executions.stream()
                .filter(execution -> execution.state() != ExecutionState.OPEN)
                .count();
    return new RoundLine(
        round.id(),
        round.benchmarkId(),
        round.state().name(),
        round.state().words(),
        settled,
        executions.size(),
        Figures.moment(round.openedAt()),
        Figures.until(round.deadline()));
  }

  private static boolean isCommittee(String group) {
    return group.startsWith(Groups.committeeOf(""));
  }

  private String role(String group) {
    if (isCommittee(group)) {
      String benchmarkId = group.substring(Groups.committeeOf("").length());
      return "committee of "
          + benchmarks.active(benchmarkId).map(Revision::title).orElse(benchmarkId);
    }
    return group.replace('-', ' ');
  }
}
