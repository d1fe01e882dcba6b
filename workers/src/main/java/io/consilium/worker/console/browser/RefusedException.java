package io.consilium.worker.console.browser;

/** A form cannot be taken; the message says why and what to do. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
