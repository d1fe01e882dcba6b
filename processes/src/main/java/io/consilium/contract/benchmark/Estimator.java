package io.consilium.contract.benchmark;

/** How facilities are pooled. */
public enum Estimator {
  COMMON_EFFECT,
  RANDOM_EFFECTS
}
