package io.consilium.platform.facility;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.platform.engine.FacilityTask;
import io.consilium.platform.engine.FacilityTasks;
import io.consilium.platform.engine.FacilityTasks.Wish;
import io.consilium.platform.engine.TasksArrived;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Workers that wait for work. A waiting poll holds no thread and asks the database nothing; it is
 * woken when a task for its facility has been committed on this node, and by a sweep for what other
 * nodes did and for locks that ran out.
 *
 * <p>A client that went away says nothing, and what is locked for it would be held for nobody. So
 * blanks, which JSON allows before a value, are written to a waiting client now and then, and just
 * before anything is locked for it: to a connection that nobody holds any more, the second write
 * fails.
 */
@Component
class Polls implements SmartLifecycle {
  private static final int MOST_OF_A_FACILITY = 32;
  private static final int THREADS = 4;
  private static final long SWEEP_SECONDS = 5;

  private record Worker(String facilityId, String workerId) {}

  private final FacilityTasks tasks;
  private final FacilityKeys keys;
  private final ObjectMapper json;
  private final Map<Worker, ParkedPoll> parked = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> arrivals = new ConcurrentHashMap<>();
  private final ScheduledExecutorService executor =
      Executors.newScheduledThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "facility polls");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean running;

  Polls(FacilityTasks tasks, FacilityKeys keys, ObjectMapper json) {
    this.tasks = tasks;
    this.keys = keys;
    this.json = json;
  }

  /**
   * Answers with what there is, or keeps the worker waiting for that long. Another poll of the same
   * worker that still waits ends with nothing.
   *
   * @throws TooManyPolls when too many workers of the facility wait already
   */
  ResponseEntity<?> poll(Caller caller, Wish wish, Duration patience) {
    String facilityId = caller.facilityId();
    var worker = new Worker(facilityId, wish.workerId());
    Optional.ofNullable(parked.remove(worker)).ifPresent(ParkedPoll::end);
    long before = arrivalsOf(facilityId).get();
    List<FacilityTask> found = tasks.lock(facilityId, wish);
    if (!found.isEmpty() || patience.isZero() || !running) {
      return ResponseEntity.ok(found.stream().map(TaskView::of).toList());
    }
    if (waiting(facilityId) >= MOST_OF_A_FACILITY) {
      throw new TooManyPolls(MOST_OF_A_FACILITY);
    }
    ParkedPoll poll =
        new ParkedPoll(
            new ParkedPoll.Source() {
              @Override
              public List<FacilityTask> lock() {
                return counts(caller) ? tasks.lock(facilityId, wish) : List.of();
              }

              @Override
              public void giveBack(FacilityTask task) {
                tasks.unlock(facilityId, task.id());
                wake(facilityId);
              }
            },
            json,
            executor,
            patience);
    poll.whenEnded(() -> parked.remove(worker, poll));
    Optional.ofNullable(parked.put(worker, poll)).ifPresent(ParkedPoll::end);
    var unused = executor.schedule(poll::end, patience.toMillis(), TimeUnit.MILLISECONDS);
    executor.execute(poll::checkClient);
    if (arrivalsOf(facilityId).get() != before || !running) {
      poll.wake();
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(poll.response());
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void wakeFor(TasksArrived arrived) {
    wake(arrived.facilityId());
  }

  /** Whoever lost the key by which it came in gets nothing any more. */
  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void endFor(TransportKeyEnded ended) {
    parked.forEach(
        (worker, poll) -> {
          if (worker.facilityId().equals(ended.facilityId())) {
            poll.end();
          }
        });
  }

  /** How many workers of a facility wait at this node. */
  long waiting(String facilityId) {
    return parked.keySet().stream().filter(key -> key.facilityId().equals(facilityId)).count();
  }

  private boolean counts(Caller caller) {
    return keys.transportKey(caller.keyId()).isPresent();
  }

  private void wake(String facilityId) {
    arrivalsOf(facilityId).incrementAndGet();
    parked.forEach(
        (worker, poll) -> {
          if (worker.facilityId().equals(facilityId)) {
            poll.wake();
          }
        });
  }

  @Scheduled(fixedDelay = SWEEP_SECONDS, timeUnit = TimeUnit.SECONDS)
  void sweep() {
    if (!parked.isEmpty()) {
      parked.values().forEach(ParkedPoll::checkClient);
      tasks.facilitiesWithWork(Clock.systemUTC().instant()).forEach(this::wake);
    }
  }

  private AtomicLong arrivalsOf(String facilityId) {
    return arrivals.computeIfAbsent(facilityId, id -> new AtomicLong());
  }

  /**
   * Before the server begins to wait for the requests under way, of which polls are the longest.
   */
  @Override
  public void stop() {
    running = false;
    parked.values().forEach(ParkedPoll::end);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
