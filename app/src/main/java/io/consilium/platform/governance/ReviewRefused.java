package io.consilium.platform.governance;

/** A decision that does not count; the message tells the reviewer why and what to do. */
public final class ReviewRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReviewRefused(String message) {
    super(message);
  }
}
