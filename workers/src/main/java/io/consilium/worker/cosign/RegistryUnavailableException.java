package io.consilium.worker.cosign;

/** A registry could not be asked for signatures now; later it may. */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String message) {
    super(message);
  }
}
