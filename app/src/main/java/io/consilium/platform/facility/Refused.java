package io.consilium.platform.facility;

/**
 * What a facility sent can never be accepted (422). Nothing of it is kept.
 *
 * <p>The detail goes to the facility: it says what was wrong and where, and names nothing of
 * another facility.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Refused(String detail) {
    super(detail);
  }
}
