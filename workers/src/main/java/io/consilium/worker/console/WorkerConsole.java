package io.consilium.worker.console;

import io.consilium.worker.claim.Claim;
import io.consilium.worker.claim.ClaimedTask;
import io.consilium.worker.claim.ClaimedTasks;
import io.consilium.worker.journal.Ledger;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.outbound.PlatformLink;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SitePolicy;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How the worker is, and what it sent. */
@RestController
class WorkerConsole {
  private static final int MOST_FAILURES = 5;

  private final Site site;
  private final PlatformLink link;
  private final Claim claim;
  private final ClaimedTasks tasks;
  private final Outbox outbox;
  private final ReleaseDesk desk;
  private final Ledger ledger;
  private final Sandbox sandbox;

  WorkerConsole(
      Site site,
      PlatformLink link,
      Claim claim,
      ClaimedTasks tasks,
      Outbox outbox,
      ReleaseDesk desk,
      Ledger ledger,
      Sandbox sandbox) {
    this.site = site;
    this.link = link;
    this.claim = claim;
    this.tasks = tasks;
    this.outbox = outbox;
    this.desk = desk;
    this.ledger = ledger;
    this.sandbox = sandbox;
  }

  @GetMapping("/status")
  ResponseEntity<Pages.Status> status() {
    PlatformLink.State state = link.state();
    Pages.Status page =
        new Pages.Status(
            site.settings().facilityId(),
            site.settings().name(),
            site.settings().platform().toString(),
            state.condition().name(),
            state.since(),
            state.words(),
            claim.trouble(),
            site.policy().release() == SitePolicy.Release.AUTOMATIC
                ? "automatic, by site policy"
                : "by hand",
            site.policy().slots(),
            sandbox.engine(),
            tasks.open().stream()
                .filter(task -> task.state() == ClaimedTask.State.CLAIMED)
                .map(task -> new Pages.Status.Task(task.topic(), task.caseId(), task.claimedAt()))
                .toList(),
            outbox.undelivered().stream().map(Pages.Statement::of).toList(),
            desk.waiting().size(),
            tasks.failures(MOST_FAILURES).stream().map(WorkerConsole::failure).toList());
    return Answers.state(page, state.condition().name());
  }

  private static Pages.Status.Failure failure(ClaimedTask task) {
    return new Pages.Status.Failure(
        task.topic(), task.caseId(), task.reason().orElse(""), task.detail().orElse(""));
  }

  @GetMapping("/statements/{number}")
  ResponseEntity<Page> statement(@PathVariable("number") long number) {
    return outbox
        .find(number)
        .<ResponseEntity<Page>>map(
            statement -> Answers.state(Pages.Statement.of(statement), statement.state().name()))
        .orElseGet(
            () ->
                ResponseEntity.status(HttpStatus.NOT_FOUND)
                    .body(new Pages.Fault("there is no statement " + number)));
  }

  @GetMapping("/statements")
  Pages.Statements undelivered() {
    List<OutgoingStatement> statements = outbox.undelivered();
    return new Pages.Statements(statements.stream().map(Pages.Statement::of).toList());
  }

  @GetMapping("/ledger")
  Pages.LedgerView ledger(@RequestParam(name = "last", defaultValue = "20") int last) {
    return Pages.LedgerView.of(ledger.head(), ledger.firstBroken(), ledger.newest(last));
  }
}
