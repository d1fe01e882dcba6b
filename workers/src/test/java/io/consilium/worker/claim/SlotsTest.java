package io.consilium.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void whoeverGivesWorkWaitsUntilAPlaceIsFreeAgain() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger given = new AtomicInteger();
    try (Slots slots = new Slots(() -> 2)) {
      Thread giver =
          new Thread(
              () -> {
                for (int i = 0; i < 3; i++) {
                  give(slots, begun, end);
                  given.incrementAndGet();
                }
              });

      giver.start();

      await().until(() -> begun.get() == 2);
      await().during(Duration.ofMillis(300)).until(() -> begun.get() == 2);
      assertThat(given).hasValue(1);
      end.countDown();
      giver.join();
      await().until(() -> begun.get() == 3);
      assertThat(given).hasValue(3);
    }
  }

  private static void give(Slots slots, AtomicInteger begun, CountDownLatch end) {
    try {
      slots.run(
          () -> {
            begun.incrementAndGet();
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      slots.awaitFree();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
