package io.consilium.worker.sandbox;

import io.consilium.worker.sandbox.EngineState.Condition;
import io.consilium.worker.sandbox.EngineState.RunningStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several engines: how it is, and what runs on it. A thread of its own asks after it, seldom
 * while it is well and with growing pauses while it is away. What runs and how it is are guarded by
 * the lock of the {@link Engines}.
 */
final class ManagedEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedEngine.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration WELL = Duration.ofSeconds(15);

  final EngineSettings settings;
  final DockerSandbox sandbox;
  private final Predicate<String> isOurs;
  private final Runnable news;
  private final List<Seat> seats = new ArrayList<>();
  private final Thread keeper;
  private Condition condition = Condition.UNTRIED;
  private Instant since = Instant.now();
  private String words = "";

  /** A step's place on an engine. */
  record Seat(ManagedEngine engine, SealedStep step, int gpus, Instant since) {}

  /**
   * An engine that is not asked yet.
   *
   * @param isOurs whether a case's containers on this engine may go on
   * @param news is told, without any lock held, when the engine comes or goes
   */
  ManagedEngine(
      EngineSettings settings, DockerSandbox sandbox, Predicate<String> isOurs, Runnable news) {
    this.settings = settings;
    this.sandbox = sandbox;
    this.isOurs = isOurs;
    this.news = news;
    this.keeper = new Thread(this::keep, "engine " + settings.id());
    keeper.setDaemon(true);
  }

  void start() {
    keeper.start();
  }

  synchronized Condition condition() {
    return condition;
  }

  /** How long it has been as it is now. */
  synchronized Duration age() {
    return Duration.between(since, Instant.now());
  }

  synchronized String words() {
    return words;
  }

  /** Whether there is room for a step now. */
  synchronized boolean hasRoomFor(Limits limits, int gpus) {
    long memory = limits.memoryBytes();
    double cpus = limits.cpus();
    int lent = gpus;
    for (Seat seat : seats) {
      memory += seat.step().limits().memoryBytes();
      cpus += seat.step().limits().cpus();
      lent += seat.gpus();
    }
    double allCpus = cpus;
    long allMemory = memory;
    int allGpus = lent;
    return condition == Condition.READY
        && seats.size() < settings.slots()
        && settings.memory().filter(most -> allMemory > most).isEmpty()
        && settings.cpus().filter(most -> allCpus > most + 1e-9).isEmpty()
        && (gpus == 0 || settings.gpus().filter(most -> allGpus > most).isEmpty());
  }

  /** The share of its slots that is taken. */
  synchronized double load() {
    return (double) seats.size() / settings.slots();
  }

  synchronized Seat seat(SealedStep step, int gpus) {
    Seat seat = new Seat(this, step, gpus, Instant.now());
    seats.add(seat);
    return seat;
  }

  synchronized void leave(Seat seat) {
    seats.remove(seat);
  }

  synchronized EngineState state() {
    return new EngineState(
        settings.id(),
        settings.host(),
        condition,
        since,
        words,
        settings.slots(),
        seats.stream()
            .map(seat -> new RunningStep(seat.step().caseId(), seat.step().role(), seat.since()))
            .toList());
  }

  /** Nothing more runs here until the engine has answered again. */
  void lost(String why) {
    become(Condition.AWAY, why);
    keeper.interrupt();
  }

  private void keep() {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        if (condition() == Condition.READY) {
          sandbox.requireAlive();
        } else {
          admit();
        }
        pause = FIRST_PAUSE;
        nap(WELL);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        become(Condition.AWAY, String.valueOf(e.getMessage()));
        Duration wait = pause;
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
        try {
          nap(wait);
        } catch (InterruptedException closing) {
          return;
        }
      }
    }
  }

  private void admit() {
    int removed = sandbox.admit(isOurs);
    if (removed > 0) {
      LOG.info("Removed {} containers that were left on the engine {}", removed, settings.id());
    }
    become(Condition.READY, "");
  }

  /** Sleeps until the time is up or the engine is lost. */
  private void nap(Duration time) throws InterruptedException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      if (isClosed()) {
        throw e;
      }
    }
  }

  private boolean closed;

  private synchronized boolean isClosed() {
    return closed;
  }

  private void become(Condition next, String why) {
    synchronized (this) {
      if (next != condition) {
        since = Instant.now();
        if (next == Condition.READY) {
          LOG.info("The engine {} is ready", settings.id());
        } else {
          LOG.warn("The engine {} is away: {}", settings.id(), why);
        }
      }
      condition = next;
      words = why;
    }
    news.run();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    keeper.interrupt();
    sandbox.close();
  }
}
