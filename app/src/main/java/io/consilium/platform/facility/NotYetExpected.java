package io.consilium.platform.facility;

/**
 * A statement came before the process waits for it; the worker sends it again later (409). Nothing
 * of it is kept.
 */
public final class NotYetExpected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotYetExpected(String detail) {
    super(detail);
  }
}
