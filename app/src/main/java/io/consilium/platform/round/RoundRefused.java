package io.consilium.platform.round;

/** A round that cannot be opened; the message tells the person why and what to do. */
public final class RoundRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RoundRefused(String message) {
    super(message);
  }
}
