package io.consilium.contract.statement;

/** An envelope or statement is malformed or its signature does not hold; the message says which. */
public final class InvalidStatementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidStatementException(String message) {
    super(message);
  }
}
