package io.consilium.worker.console.login;

/** An account cannot be made or changed; the message says why and what to do. */
public final class AccountException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AccountException(String message) {
    super(message);
  }
}
