package io.consilium.worker.authorisation;

import io.consilium.contract.Reason;

/** An order does not fit what the site accepted. The message is for the people at the site. */
public final class OrderRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  OrderRefusedException(Reason reason, String explanation) {
    super(explanation);
    this.reason = reason;
  }

  /** The one word that leaves. */
  public Reason reason() {
    return reason;
  }
}
