package io.consilium.contract.metric;

/** What an evaluator may write where a metric is not defined; it becomes a missing value. */
public enum Undefined {
  /** The metric is always defined: anything but a number is refused. */
  REFUSE,
  /** {@code .nan}. */
  NAN,
  /** The key is left out. */
  ABSENT
}
