package io.consilium.platform.facility;

/** A key is registered already, here or elsewhere, at present or in the past (409). */
final class KeyTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyTaken() {
    super("One of these keys is or was registered already. Make new ones.");
  }
}
