package io.consilium.platform.facility;

import io.consilium.contract.gateway.StatementReceipt;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes the signed statements of facilities. */
@RestController
@RequestMapping("/facility/statements")
class StatementController {
  private final Statements statements;

  StatementController(Statements statements) {
    this.statements = statements;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<StatementReceipt> receive(
      @RequestBody String envelope, @AuthenticationPrincipal Caller caller) {
    Statements.Taken taken = statements.take(envelope, caller.facilityId());
    return ResponseEntity.status(taken.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(new StatementReceipt(taken.id()));
  }
}
