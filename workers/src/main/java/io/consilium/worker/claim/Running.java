package io.consilium.worker.claim;

import org.jspecify.annotations.Nullable;

/** A task while it runs: it can be told to stop, which ends its container. */
final class Running {
  private @Nullable Thread thread;
  private boolean stopped;
  private boolean takenBack;

  /** The calling thread is the one to interrupt from now on. */
  synchronized void enter() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("The task was stopped before it began");
    }
    thread = Thread.currentThread();
  }

  /** The calling thread is not interrupted any more. */
  synchronized void leave() {
    thread = null;
    // An interrupt may have come after the last place that listened to it.
    boolean late = Thread.interrupted();
    stopped = stopped || late;
  }

  synchronized void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** The platform wants no more of it: it is stopped, and will not be tried again. */
  synchronized void takeBack() {
    takenBack = true;
    stop();
  }

  synchronized boolean isTakenBack() {
    return takenBack;
  }

  synchronized boolean isStopped() {
    return stopped;
  }
}
