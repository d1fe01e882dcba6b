package io.consilium.contract.benchmark;

/** What becomes of a missing cell. */
public enum MissingData {
  /** It is left out of the analysis and listed. */
  LEAVE_OUT
}
