package io.consilium.contract.gateway;

/**
 * What the proving ground saw in a compatibility test on demo data, for the submitter.
 *
 * @param log the containers' output, at most {@value #MAXIMUM_LOG_CHARACTERS} characters
 */
public record TestReport(String testId, Outcome outcome, String log) {
  public static final int MAXIMUM_LOG_CHARACTERS = 262_144;

  /** Whether the chain ran through and gave what the schema declares. */
  public enum Outcome {
    PASSED,
    FAILED
  }
}
