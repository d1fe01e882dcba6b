package io.consilium.worker.cosign;

/** No key that the site trusts signed the image; the message says what was found instead. */
public final class UnsignedImageException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsignedImageException(String message) {
    super(message);
  }
}
