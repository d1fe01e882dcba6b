package io.consilium.worker.console;

import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.worker.authorisation.AcceptanceException;
import io.consilium.worker.catalogue.CatalogueException;
import io.consilium.worker.console.login.AccountException;
import io.consilium.worker.outbound.PlatformRefusedException;
import io.consilium.worker.outbound.PlatformUnavailableException;
import io.consilium.worker.preparation.PreparationException;
import io.consilium.worker.registration.RegistrationException;
import io.consilium.worker.release.ReleaseException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns what goes wrong into words for the site's people. */
@RestControllerAdvice(annotations = RestController.class)
class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  @ExceptionHandler({
    AcceptanceException.class,
    AccountException.class,
    CatalogueException.class,
    RegistrationException.class,
    PreparationException.class,
    ReleaseException.class,
    InvalidKeyException.class,
    ChangedException.class,
    PlatformRefusedException.class
  })
  ResponseEntity<Pages.Fault> refused(RuntimeException e) {
    return fault(HttpStatus.UNPROCESSABLE_ENTITY, words(e));
  }

  @ExceptionHandler(PlatformUnavailableException.class)
  ResponseEntity<Pages.Fault> unavailable(PlatformUnavailableException e) {
    return fault(HttpStatus.SERVICE_UNAVAILABLE, words(e));
  }

  @ExceptionHandler({
    MissingServletRequestParameterException.class,
    MethodArgumentTypeMismatchException.class
  })
  ResponseEntity<Pages.Fault> malformed(Exception e) {
    return fault(HttpStatus.BAD_REQUEST, words(e));
  }

  @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
  ResponseEntity<Pages.Fault> absent(Exception e) {
    return fault(HttpStatus.NOT_FOUND, "the console has no such page");
  }

  @ExceptionHandler(Exception.class)
  ResponseEntity<Pages.Fault> other(Exception e) {
    LOG.error("The console met a fault", e);
    return fault(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "the worker met a fault; its log (state/worker.log) says more");
  }

  private static ResponseEntity<Pages.Fault> fault(HttpStatus status, String detail) {
    return ResponseEntity.status(status).body(new Pages.Fault(detail));
  }

  private static String words(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse("no reason given");
  }
}
