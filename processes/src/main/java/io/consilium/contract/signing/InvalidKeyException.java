package io.consilium.contract.signing;

/** A key, its file or its passphrase is not what it should be; the message says what is wrong. */
public final class InvalidKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidKeyException(String message) {
    super(message);
  }
}
