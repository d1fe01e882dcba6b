package io.consilium.contract.metric;

/** What a metric counts. */
public enum Units {
  PEOPLE,
  IMAGES,
  CASES
}
