package io.consilium.platform.engine;

import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/**
 * Lets the platform work in its own name while a person's request or task is being handled: the
 * person's rights, facilities and limits of queries do not apply. Whoever calls has checked that
 * the person may ask for what is done.
 */
@Component
class OwnName {
  private final IdentityService identity;

  OwnName(IdentityService identity) {
    this.identity = identity;
  }

  <T> T get(Supplier<T> work) {
    Authentication person = identity.getCurrentAuthentication();
    identity.clearAuthentication();
    try {
      return work.get();
    } finally {
      identity.setAuthentication(person);
    }
  }

  void run(Runnable work) {
    get(
        () -> {
          work.run();
          return this;
        });
  }
}
