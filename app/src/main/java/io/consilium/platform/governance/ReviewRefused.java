package io.consilium.platform.governance;

import io.consilium.platform.engine.PlainRefusal;

/** A decision that does not count; the message tells the reviewer why and what to do. */
public final class ReviewRefused extends PlainRefusal {
  private static final long serialVersionUID = 1L;

  ReviewRefused(String message) {
    super(message);
  }
}
