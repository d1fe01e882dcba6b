package io.consilium.contract.metric;

/** The values that a metric can take, from low to high, both included. */
public record Range(double low, double high) {
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** The distance from the lowest to the highest value. */
  public double width() {
    return high - low;
  }
}
