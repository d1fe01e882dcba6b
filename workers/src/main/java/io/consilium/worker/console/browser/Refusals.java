package io.consilium.worker.console.browser;

import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.worker.authorisation.AcceptanceException;
import io.consilium.worker.catalogue.CatalogueException;
import io.consilium.worker.console.login.AccountException;
import io.consilium.worker.outbound.PlatformRefusedException;
import io.consilium.worker.outbound.PlatformUnavailableException;
import io.consilium.worker.preparation.PreparationException;
import io.consilium.worker.registration.RegistrationException;
import io.consilium.worker.release.ReleaseException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Turns what cannot be done into a page that says why. */
@ControllerAdvice(basePackageClasses = Refusals.class)
class Refusals {
  private final Frame frame;

  Refusals(Frame frame) {
    this.frame = frame;
  }

  @ExceptionHandler({
    AcceptanceException.class,
    AccountException.class,
    CatalogueException.class,
    PreparationException.class,
    RegistrationException.class,
    ReleaseException.class,
    InvalidKeyException.class,
    RefusedException.class,
    PlatformRefusedException.class
  })
  ModelAndView refused(RuntimeException e) {
    return page(HttpStatus.UNPROCESSABLE_ENTITY, e);
  }

  @ExceptionHandler(AbsentException.class)
  ModelAndView absent(AbsentException e) {
    return page(HttpStatus.NOT_FOUND, e);
  }

  @ExceptionHandler(PlatformUnavailableException.class)
  ModelAndView unavailable(PlatformUnavailableException e) {
    return page(HttpStatus.SERVICE_UNAVAILABLE, e);
  }

  private ModelAndView page(HttpStatus status, RuntimeException e) {
    ModelAndView page =
        new ModelAndView(
            "problem", Map.of("here", "", "words", sentence(String.valueOf(e.getMessage()))));
    frame.addTo(page);
    page.setStatus(status);
    return page;
  }

  static String sentence(String words) {
    String begun = words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }
}
