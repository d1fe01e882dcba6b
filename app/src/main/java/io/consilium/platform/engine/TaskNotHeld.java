package io.consilium.platform.engine;

/** The facility has the task, but this worker does not hold it. */
public final class TaskNotHeld extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskNotHeld() {
    super("This worker does not hold the task's lock.");
  }
}
