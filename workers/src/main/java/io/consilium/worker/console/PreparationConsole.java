package io.consilium.worker.console;

import io.consilium.contract.statement.Payload.ProgressConsented.Consent;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.preparation.PreparationDesk;
import io.consilium.worker.preparation.PreparationStatus;
import io.consilium.worker.preparation.ProgressConsent;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Preparations that people take part in. */
@RestController
class PreparationConsole {
  private final PreparationDesk desk;
  private final ProgressConsent consent;

  PreparationConsole(PreparationDesk desk, ProgressConsent consent) {
    this.desk = desk;
    this.consent = consent;
  }

  @GetMapping("/datasets/{name}/status")
  ResponseEntity<PreparationPage> status(@PathVariable("name") String name) {
    PreparationStatus status = desk.status(name);
    return Answers.state(PreparationPage.of(status), status.dataset().state().name());
  }

  @PostMapping("/datasets/{name}/continuation")
  ResponseEntity<Pages.Statement> goOn(
      @PathVariable("name") String name,
      @RequestParam("as") String person,
      @RequestParam("passphrase") String passphrase) {
    return sent(desk.goOn(name, person, passphrase));
  }

  @PostMapping("/datasets/{name}/cancellation")
  ResponseEntity<Pages.Statement> cancel(
      @PathVariable("name") String name,
      @RequestParam("as") String person,
      @RequestParam("passphrase") String passphrase) {
    return sent(desk.cancel(name, person, passphrase));
  }

  @PostMapping("/datasets/{name}/consent")
  ResponseEntity<Pages.Statement> consent(
      @PathVariable("name") String name,
      @RequestParam("consent") Consent wanted,
      @RequestParam("as") String person,
      @RequestParam("passphrase") String passphrase) {
    return sent(consent.decide(name, wanted, person, passphrase));
  }

  private static ResponseEntity<Pages.Statement> sent(OutgoingStatement statement) {
    return ResponseEntity.ok()
        .header(Answers.STATEMENTS, Long.toString(statement.number()))
        .body(Pages.Statement.of(statement));
  }
}
