package io.consilium.contract.benchmark;

/** By what models are ranked. */
public enum Ranking {
  /** The plain mean over facilities. */
  MACRO_MEAN,
  /** The value at the facility where the model does worst. */
  WORST_FACILITY,
  /** Models are not ranked. */
  NONE
}
