package io.consilium.worker.preparation;

/** What was asked about a dataset cannot be done now; the message says why and what to do. */
public final class PreparationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PreparationException(String message) {
    super(message);
  }
}
