package io.consilium.contract.metric;

/** Which direction of a metric is better. */
public enum Better {
  HIGHER,
  LOWER,
  NONE
}
