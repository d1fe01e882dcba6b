package io.consilium.worker.authorisation;

/** Something cannot be accepted; the message says why and what to do. */
public final class AcceptanceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AcceptanceException(String message) {
    super(message);
  }
}
