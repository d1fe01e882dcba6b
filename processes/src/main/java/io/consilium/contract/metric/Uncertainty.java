package io.consilium.contract.metric;

/** Where an evaluator writes how certain a value is. */
public sealed interface Uncertainty {
  /** A standard error on the metric's own scale. */
  record StandardError(String path) implements Uncertainty {}

  /**
   * A confidence interval on the metric's own scale.
   *
   * @param lowPath where the lower end is
   * @param highPath where the upper end is
   * @param level confidence level, for example 0.95
   */
  record Interval(String lowPath, String highPath, double level) implements Uncertainty {}
}
