package io.consilium.worker.sandbox;

/** The container engine does not answer, or did not do what it was asked to. */
public final class EngineUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  EngineUnreachableException(String message) {
    super(message);
  }
}
