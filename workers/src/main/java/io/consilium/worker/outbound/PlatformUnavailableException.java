package io.consilium.worker.outbound;

/** The platform does not answer, has a fault or does not know this facility: a passing state. */
public final class PlatformUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlatformUnavailableException(String message) {
    super(message);
  }
}
