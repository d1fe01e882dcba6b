package io.consilium.contract.gateway;

/** A facility's token does not count; the message is for the platform's log, not for the caller. */
public final class InvalidTokenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidTokenException(String message) {
    super(message);
  }
}
