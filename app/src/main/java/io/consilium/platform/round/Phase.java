package io.consilium.platform.round;

/** How far an execution has come, for people who watch. */
public enum Phase {
  /** For the facility's worker to take it. */
  WAITING("waiting for the facility's worker"),
  /** A container runs at the facility. */
  RUNNING("running at the facility"),
  /** The data owner has a result to look at. */
  AWAITING_RELEASE("waiting for release at the facility"),
  RELEASED("released"),
  ENDED("ended without a result");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /** The phase in words for people. */
  public String words() {
    return words;
  }
}
