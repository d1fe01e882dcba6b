package io.consilium.worker.claim;

import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.outbound.Platform;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds tasks for as long as they run, and gives them back. */
final class TaskLocks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskLocks.class);
  static final Duration LOCK = Duration.ofSeconds(30);
  private static final Duration EXTENSION = LOCK.dividedBy(3);
  private static final int THREADS = 2;

  private final Platform platform;
  private final String workerId;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "locks");
            thread.setDaemon(true);
            return thread;
          });

  TaskLocks(Platform platform, String workerId) {
    this.platform = platform;
    this.workerId = workerId;
  }

  /**
   * Holds a task until the answer is cancelled.
   *
   * @param first when its lock is renewed for the first time
   * @param lost is called when the platform does not have the task any more
   */
  ScheduledFuture<?> hold(String taskId, Duration first, Runnable lost) {
    return timer.scheduleAtFixedRate(
        () -> extend(taskId, lost), first.toMillis(), EXTENSION.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Holds a task that was locked just now. */
  ScheduledFuture<?> hold(String taskId, Runnable lost) {
    return hold(taskId, EXTENSION, lost);
  }

  private void extend(String taskId, Runnable lost) {
    try {
      Platform.TaskAnswer answer =
          platform.tell(
              taskId,
              "extendLock",
              CanonicalJson.write(
                  new TreeMap<>(Map.of("workerId", workerId, "newDuration", LOCK.toMillis()))));
      if (answer instanceof Platform.TaskAnswer.Gone) {
        LOG.info("The platform took the task {} back", taskId);
        lost.run();
      } else if (answer instanceof Platform.TaskAnswer.NotNow notNow) {
        LOG.warn("The lock of task {} could not be extended: {}", taskId, notNow.why());
      }
    } catch (RuntimeException e) {
      // Thrown on, it would end the extensions.
      LOG.error("The lock of task {} could not be extended", taskId, e);
    }
  }

  /** Gives a task back at once; when that does not succeed, its lock expires. */
  Platform.TaskAnswer giveBack(String taskId) {
    Platform.TaskAnswer answer = platform.tell(taskId, "unlock", "{}");
    if (answer instanceof Platform.TaskAnswer.NotNow notNow) {
      LOG.info("The task {} could not be given back: {}", taskId, notNow.why());
    }
    return answer;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
