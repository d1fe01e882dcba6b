package io.consilium.platform.round;

import io.consilium.platform.engine.PlainRefusal;

/** A round that cannot be opened; the message tells the person why and what to do. */
public final class RoundRefused extends PlainRefusal {
  private static final long serialVersionUID = 1L;

  RoundRefused(String message) {
    super(message);
  }
}
