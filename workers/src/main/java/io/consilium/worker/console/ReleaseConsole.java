package io.consilium.worker.console;

import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.release.ReleaseSession;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Results that wait, and the decisions about them. */
@RestController
class ReleaseConsole {
  private static final int MOST_SHOWN = 200;
  private static final int MOST_AT_ONCE = 100;

  private final ReleaseDesk desk;
  private final Executions executions;
  private final ReleaseSession session;

  ReleaseConsole(ReleaseDesk desk, Executions executions, ReleaseSession session) {
    this.session = session;
    this.desk = desk;
    this.executions = executions;
  }

  @GetMapping("/releases")
  Pages.Releases waiting() {
    return new Pages.Releases(desk.waiting().stream().map(Pages.ReleaseView::of).toList());
  }

  @GetMapping("/executions")
  Pages.Releases all() {
    return new Pages.Releases(
        executions.newest(MOST_SHOWN).stream().map(Pages.ReleaseView::of).toList());
  }

  @GetMapping("/executions/{id}")
  ResponseEntity<Pages.ReleaseView> one(@PathVariable("id") String id) {
    Execution execution = desk.require(id);
    return Answers.state(inFull(execution), execution.state().name());
  }

  @GetMapping("/executions/{id}/statement")
  Pages.EnvelopeView statement(@PathVariable("id") String id) {
    return new Pages.EnvelopeView(desk.statement(id));
  }

  @GetMapping("/session")
  ResponseEntity<Pages.SessionView> session() {
    return sessionState();
  }

  @PostMapping("/session")
  ResponseEntity<Pages.SessionView> unlock(
      @RequestParam("as") String person, @RequestParam("passphrase") String passphrase) {
    session.unlock(person, passphrase);
    return sessionState();
  }

  @PostMapping("/session/end")
  ResponseEntity<Pages.SessionView> lock() {
    session.lock();
    return sessionState();
  }

  private ResponseEntity<Pages.SessionView> sessionState() {
    Pages.SessionView view = new Pages.SessionView(session.state());
    return Answers.state(view, view.unlocked().isPresent() ? "UNLOCKED" : "LOCKED");
  }

  private Pages.ReleaseView inFull(Execution execution) {
    return Pages.ReleaseView.of(
        execution, desk.gateReport(execution.id()), desk.differences(execution));
  }

  /** Shows in full what is to be decided: the named results, or all that wait. */
  @GetMapping("/decisions")
  ResponseEntity<Pages.ReleasesInFull> preview(
      @RequestParam(name = "id", defaultValue = "") List<String> ids) {
    List<Execution> chosen = chosen(ids);
    ResponseEntity<Pages.ReleasesInFull> answer =
        Answers.shown(
            new Pages.ReleasesInFull(chosen.stream().map(this::inFull).toList()), mark(chosen));
    return ResponseEntity.ok()
        .headers(answer.getHeaders())
        .header(
            Answers.EXECUTIONS, chosen.stream().map(Execution::id).collect(Collectors.joining(",")))
        .body(answer.getBody());
  }

  @PostMapping("/approvals")
  ResponseEntity<Pages.Statements> approve(
      @RequestParam("id") List<String> ids,
      @RequestParam("shown") String shown,
      @RequestParam("as") String person,
      @RequestParam("passphrase") Optional<String> passphrase) {
    List<Execution> chosen = chosen(ids);
    Answers.requireShown(shown, mark(chosen));
    List<String> shownIds = chosen.stream().map(Execution::id).toList();
    return sent(
        passphrase
            .map(words -> desk.approve(shownIds, person, words))
            .orElseGet(() -> desk.approve(shownIds, person)));
  }

  @PostMapping("/refusals")
  ResponseEntity<Pages.Statements> decline(
      @RequestParam("id") String id,
      @RequestParam("reason") String reason,
      @RequestParam("as") String person,
      @RequestParam("passphrase") Optional<String> passphrase) {
    return sent(
        List.of(
            passphrase
                .map(words -> desk.decline(id, person, words, reason))
                .orElseGet(() -> desk.decline(id, person, reason))));
  }

  private List<Execution> chosen(List<String> ids) {
    return ids.isEmpty()
        ? desk.waiting().stream().limit(MOST_AT_ONCE).toList()
        : ids.stream().distinct().map(desk::requireWaiting).toList();
  }

  /** The exact bytes that would leave, and for whom. */
  private static String mark(List<Execution> chosen) {
    return chosen.stream()
        .map(
            execution ->
                execution.id() + execution.audience().orElse("") + execution.metrics().orElse(""))
        .collect(Collectors.joining("\n"));
  }

  private static ResponseEntity<Pages.Statements> sent(List<OutgoingStatement> statements) {
    return ResponseEntity.ok()
        .header(
            Answers.STATEMENTS,
            statements.stream()
                .map(statement -> Long.toString(statement.number()))
                .collect(Collectors.joining(",")))
        .body(new Pages.Statements(statements.stream().map(Pages.Statement::of).toList()));
  }
}
