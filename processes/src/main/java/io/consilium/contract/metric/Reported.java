package io.consilium.contract.metric;

import java.util.Optional;
import java.util.OptionalDouble;

/** What an evaluator says of a metric for one group: a number, or that there is none. */
public sealed interface Reported {
  /**
   * A number in full precision, perhaps with its uncertainty.
   *
   * @param value the number
   * @param spread how certain it is, when the metric declares it and it is defined
   */
  record Measured(double value, Optional<Spread> spread) implements Reported {}

  /** The metric is not defined here, for example a proportion of nobody. */
  record NotDefined() implements Reported {}

  /** How certain a value is. */
  sealed interface Spread {}

  /** A standard error on the metric's own scale. */
  record StandardError(double size) implements Spread {}

  /** A confidence interval on the metric's own scale. */
  record Interval(double low, double high) implements Spread {}

  /** The number, when there is one. */
  default OptionalDouble number() {
    return this instanceof Measured measured
        ? OptionalDouble.of(measured.value())
        : OptionalDouble.empty();
  }
}
