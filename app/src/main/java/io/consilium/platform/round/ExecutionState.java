package io.consilium.platform.round;

/** What is recorded of an execution: until it settles, only the engine knows where it is. */
public enum ExecutionState {
  OPEN,
  RELEASED,
  ENDED
}
