package io.consilium.worker.console.browser;

/** There is nothing of that name to show. */
final class AbsentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AbsentException(String message) {
    super(message);
  }
}
