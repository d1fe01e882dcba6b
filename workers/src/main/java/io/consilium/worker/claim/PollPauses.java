package io.consilium.worker.claim;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.client.backoff.ErrorAwareBackoffStrategy;
import org.camunda.bpm.client.exception.ExternalTaskClientException;
import org.camunda.bpm.client.task.ExternalTask;
import org.jspecify.annotations.Nullable;

/** No pause between polls that are answered; growing ones while they fail. */
final class PollPauses implements ErrorAwareBackoffStrategy {
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 30_000;
  private static final int MOST_DOUBLINGS = 6;

  private final AtomicInteger failures = new AtomicInteger();

  @Override
  public void reconfigure(
      List<ExternalTask> tasks, @Nullable ExternalTaskClientException exception) {
    if (exception == null) {
      failures.set(0);
    } else {
      failures.incrementAndGet();
    }
  }

  @Override
  public long calculateBackoffTime() {
    int count = failures.get();
    return count == 0
        ? 0
        : Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(count - 1, MOST_DOUBLINGS));
  }
}
