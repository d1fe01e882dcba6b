package io.consilium.worker.registration;

/** A decision about a dataset cannot be made now; the message says why and what to do. */
public final class RegistrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistrationException(String message) {
    super(message);
  }
}
