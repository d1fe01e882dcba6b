package io.consilium.platform.benchmark;

/** Where a revision stands. Once it is no longer proposed, its state does not change. */
public enum RevisionState {
  PROPOSED,
  ACTIVE,
  DECLINED
}
