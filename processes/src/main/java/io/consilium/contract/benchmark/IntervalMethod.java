package io.consilium.contract.benchmark;

/** How the confidence interval of a pooled value is made. */
public enum IntervalMethod {
  WALD,
  HARTUNG_KNAPP
}
