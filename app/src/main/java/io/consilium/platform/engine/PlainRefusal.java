package io.consilium.platform.engine;

/**
 * What a person asked for in Tasklist is refused, in words that are meant for them: why, and what
 * to do. Tasklist shows the message as it is.
 */
public abstract class PlainRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected PlainRefusal(String message) {
    super(message);
  }
}
