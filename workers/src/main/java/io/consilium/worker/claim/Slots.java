package io.consilium.worker.claim;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/**
 * Places for tasks that run at the same time: as many as the engines have room for, which changes
 * when engines come and go.
 */
final class Slots implements AutoCloseable {
  /** An engine that comes says nothing here. */
  private static final long LOOK_MILLIS = 500;

  private final IntSupplier capacity;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "step");
            thread.setDaemon(true);
            return thread;
          });
  private int taken;
  private boolean open = true;

  Slots(IntSupplier capacity) {
    this.capacity = capacity;
  }

  /** Runs the work at once; whoever gives work waits for a free place before. */
  void run(Runnable work) {
    add(1);
    threads.execute(
        () -> {
          try {
            work.run();
          } finally {
            add(-1);
          }
        });
  }

  /** Waits for a free place; not any longer when nobody is to be given one. */
  synchronized void awaitFree() throws InterruptedException {
    while (open && taken >= capacity.getAsInt()) {
      wait(LOOK_MILLIS);
    }
  }

  /** Nobody waits any more. */
  synchronized void letGo() {
    open = false;
    notifyAll();
  }

  synchronized boolean isIdle() {
    return taken == 0;
  }

  private synchronized void add(int more) {
    taken += more;
    notifyAll();
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
