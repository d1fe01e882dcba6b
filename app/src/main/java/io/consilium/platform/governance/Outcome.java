package io.consilium.platform.governance;

/** What became of a subject by one entry of its record. */
public enum Outcome {
  /** A person asked for a decision. */
  PROPOSED("proposed"),
  APPROVED("approved"),
  DECLINED("declined"),
  /** Nobody decided in time. */
  LAPSED("lapsed: nobody decided in time"),
  /** The containers did not run through on demo data, so that nobody was asked. */
  TEST_FAILED("declined: the compatibility test did not pass");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** The outcome in words for people. */
  public String words() {
    return words;
  }
}
