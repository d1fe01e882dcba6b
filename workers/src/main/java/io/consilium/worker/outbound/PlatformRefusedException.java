package io.consilium.worker.outbound;

/** The platform refused a request for good; the message is what it said. */
public final class PlatformRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  PlatformRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
