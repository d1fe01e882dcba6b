package io.consilium.worker.console;

/** What a person agreed to is not what would be done now. */
final class ChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChangedException() {
    super("what was shown has changed meanwhile: look at it again");
  }
}
