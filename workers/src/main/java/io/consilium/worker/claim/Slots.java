package io.consilium.worker.claim;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Places for tasks that run at the same time. Whoever gives one a task waits for a free place. */
final class Slots implements AutoCloseable {
  private final Semaphore free;
  private final ExecutorService threads;

  Slots(int count) {
    this.free = new Semaphore(count);
    this.threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, "step");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs the work in a free place, and returns when there is a free place again. */
  void run(Runnable work) throws InterruptedException {
    free.acquire();
    threads.execute(
        () -> {
          try {
            work.run();
          } finally {
            free.release();
          }
        });
    free.acquire();
    free.release();
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
