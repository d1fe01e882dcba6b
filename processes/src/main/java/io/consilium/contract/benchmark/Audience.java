package io.consilium.contract.benchmark;

/** Who may see a report; each includes the ones before it. */
public enum Audience {
  /** The benchmark's committee. */
  COMMITTEE,
  /** Also the facilities and model owners that take part. */
  PARTICIPANTS,
  /** Everyone. */
  PUBLIC
}
