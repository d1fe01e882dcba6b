package io.consilium.platform.round;

/** Where a round stands. */
public enum RoundState {
  /** There was nothing to evaluate. */
  EMPTY("nothing to evaluate"),
  /** Executions are under way. */
  RUNNING("running"),
  /** Every execution has settled; the report is being compiled. */
  SETTLED("settled"),
  /** The committee reads the report. */
  REVIEW("under review"),
  PUBLISHED("published"),
  WITHHELD("withheld");

  private final String words;

  RoundState(String words) {
    this.words = words;
  }

  /** The state in words for people. */
  public String words() {
    return words;
  }
}
