package io.consilium.platform.facility;

/** More workers of one facility wait for work than the gateway keeps (429). */
final class TooManyPolls extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyPolls(int most) {
    super("At most " + most + " workers of a facility can wait for work at once.");
  }
}
