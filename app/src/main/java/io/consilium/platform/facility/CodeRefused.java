package io.consilium.platform.facility;

/** A code does not count (403). Why it does not is not said: the answer is always the same. */
final class CodeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CodeRefused() {
    super(
        "This code does not count: it is not right, was used before, or is older than 15 minutes."
            + " Ask the platform's operator for a new one.");
  }
}
