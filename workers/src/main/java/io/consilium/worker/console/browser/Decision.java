package io.consilium.worker.console.browser;

import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.worker.authorisation.AcceptanceException;
import io.consilium.worker.catalogue.CatalogueException;
import io.consilium.worker.preparation.PreparationException;
import io.consilium.worker.registration.RegistrationException;
import io.consilium.worker.release.ReleaseException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Does what a form asks for, and leads on to a page that says what came of it. */
final class Decision {
  private Decision() {}

  /** What a form asks for. */
  interface Deed {
    /** Does it, and says so in one sentence. */
    String run();
  }

  /**
   * Does it.
   *
   * @param done where to go when it was done
   * @param again where to go when it was not, with the reason
   */
  static String make(RedirectAttributes flash, String done, String again, Deed deed) {
    try {
      flash.addFlashAttribute("done", deed.run());
      return "redirect:" + done;
    } catch (InvalidKeyException
        | AcceptanceException
        | CatalogueException
        | PreparationException
        | RegistrationException
        | ReleaseException
        | RefusedException e) {
      flash.addFlashAttribute("wrong", Refusals.sentence(String.valueOf(e.getMessage())));
      return "redirect:" + again;
    }
  }
}
