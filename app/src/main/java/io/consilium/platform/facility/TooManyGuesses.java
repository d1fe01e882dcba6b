package io.consilium.platform.facility;

/** Too many codes that do not count came from one address (429). */
final class TooManyGuesses extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyGuesses() {
    super("Too many codes that do not count came from this address. Wait a minute.");
  }
}
