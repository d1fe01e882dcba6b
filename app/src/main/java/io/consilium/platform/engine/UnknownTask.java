package io.consilium.platform.engine;

/**
 * There is no such task, or it belongs to another facility, which is not for the caller to know.
 */
public final class UnknownTask extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownTask() {
    super("There is no such task.");
  }
}
