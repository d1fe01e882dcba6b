package io.consilium.worker.console;

import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.preparation.PreparationDesk;
import io.consilium.worker.preparation.PreparationStatus;
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

  PreparationConsole(PreparationDesk desk) {
    this.desk = desk;
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

  private static ResponseEntity<Pages.Statement> sent(OutgoingStatement statement) {
    return ResponseEntity.ok()
        .header(Answers.STATEMENTS, Long.toString(statement.number()))
        .body(Pages.Statement.of(statement));
  }
}
