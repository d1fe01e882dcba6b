package io.consilium.worker.sandbox;

import io.consilium.contract.container.Gpus;
import io.consilium.worker.sandbox.EngineState.Condition;
import io.consilium.worker.sandbox.StepOutcome.EngineUnavailable;
import io.consilium.worker.sandbox.StepOutcome.Failed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The container engines of one site as one sandbox. Each step gets a place on an engine with room
 * for it; the steps of a case stay on one engine as long as that one answers. A step whose engine
 * is lost runs again, on another when there is one.
 */
public final class Engines implements Sandbox {
  /** A step during which its engine is lost that often may be the cause. */
  private static final int MOST_TRIES = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path scratch;
  private final Limits usual;
  private final Placements placements;
  private final Duration grace;
  private final List<ManagedEngine> engines = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final Object change = new Object();
  private long arrivals;

  /** A step that waits for a place. */
  private record Waiter(SealedStep step, int gpus, long priority, long number) {}

  /**
   * Engines that are not asked yet.
   *
   * @param common what is the same for all; its engine is not used
   * @param all at least one engine
   * @param usual what a step may use; how many steps there is room for is reckoned by it
   * @param grace how long the next step of a case waits for an engine that went away before it goes
   *     to another
   */
  public Engines(
      SandboxSettings common,
      List<EngineSettings> all,
      Limits usual,
      Placements placements,
      Duration grace) {
    this.scratch = common.scratch();
    this.usual = usual;
    this.placements = placements;
    this.grace = grace;
    for (EngineSettings one : all) {
      engines.add(
          new ManagedEngine(
              one,
              DockerSandbox.on(common.at(one.host()), one.certificates(), PATIENCE),
              caseId -> isUnderWayOn(one.id(), caseId),
              this::signal));
    }
  }

  /** Begins to ask after the engines. Returns at once. */
  public void start() {
    try {
      // A file that is shown to a container that goes on stays there although its name is gone.
      FileTree.delete(scratch.resolve(DockerSandbox.PARAMETERS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    engines.forEach(ManagedEngine::start);
  }

  /** How the engines are, in the order of the site's settings. */
  public List<EngineState> states() {
    return engines.stream().map(ManagedEngine::state).toList();
  }

  /** How many steps the engines that answer have room for, taken places included. */
  public int capacity() {
    return engines.stream()
        .filter(engine -> engine.condition() == Condition.READY)
        .mapToInt(engine -> engine.settings.roomFor(usual))
        .sum();
  }

  /** Removes what may still run of a case that is not ours any more, as far as engines answer. */
  public void abandon(String caseId) {
    for (ManagedEngine engine : engines) {
      if (engine.condition() == Condition.READY) {
        try {
          engine.sandbox.reapOrphans(other -> !other.equals(caseId));
        } catch (EngineUnreachableException e) {
          engine.lost(String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private boolean isUnderWayOn(String engineId, String caseId) {
    return placements.casesUnderWay().contains(caseId)
        && placements.engineOf(caseId).filter(engineId::equals).isPresent();
  }

  @Override
  public StepOutcome run(SealedStep step) throws InterruptedException {
    int gpus = gpusOf(step);
    if (engines.stream().noneMatch(engine -> couldEverRun(engine.settings, step, gpus))) {
      return tooLarge(step, gpus);
    }
    for (int tries = 1; ; tries++) {
      ManagedEngine.Seat seat = place(step, gpus);
      String why;
      try {
        StepOutcome outcome = seat.engine().sandbox.attempt(step, watcher(seat.engine()));
        if (!(outcome instanceof EngineUnavailable unavailable)) {
          return outcome;
        }
        why = unavailable.explanation();
        seat.engine().sandbox.requireAlive();
        // The engine is well: it was a registry, or the disk.
        return outcome;
      } catch (EngineUnreachableException e) {
        why = String.valueOf(e.getMessage());
      } finally {
        leave(seat);
      }
      seat.engine().lost(why);
      if (tries == MOST_TRIES) {
        return new EngineUnavailable(why);
      }
    }
  }

  private StepWatcher watcher(ManagedEngine engine) {
    return new StepWatcher() {
      @Override
      public void placed(SealedStep step, String container) {
        placements.placed(step, engine.settings.id(), container);
      }

      @Override
      public void ended(SealedStep step, StepOutcome outcome) {
        placements.ended(step, outcome);
      }
    };
  }

  /** How many GPUs a step keeps from others; none when the site lends none. */
  private static int gpusOf(SealedStep step) {
    if (step.limits().gpus() instanceof GpuLoan.None) {
      return 0;
    }
    return step.container()
        .config()
        .task(step.role().task())
        .flatMap(task -> task.runArgs().gpus())
        .map(
            wanted ->
                wanted instanceof Gpus.Count count
                    ? count.number()
                    : wanted instanceof Gpus.Devices devices ? devices.ids().size() : 1)
        .orElse(0);
  }

  private static boolean couldEverRun(EngineSettings engine, SealedStep step, int gpus) {
    return engine.roomFor(step.limits()) > 0
        && (gpus == 0 || engine.gpus().filter(most -> gpus > most).isEmpty());
  }

  private static Failed tooLarge(SealedStep step, int gpus) {
    return new Failed(
        Detail.REFUSED,
        "No engine of this site has room for the container %s (%d MiB of memory, %s cpus%s): see engines in site.yaml"
            .formatted(
                step.container().id(),
                step.limits().memoryBytes() >> 20,
                step.limits().cpus(),
                gpus == 0 ? "" : ", %d GPUs".formatted(gpus)),
        OptionalInt.empty());
  }

  private ManagedEngine.Seat place(SealedStep step, int gpus) throws InterruptedException {
    synchronized (change) {
      Waiter waiter = new Waiter(step, gpus, placements.priorityOf(step.caseId()), arrivals++);
      waiters.add(waiter);
      try {
        while (true) {
          Optional<ManagedEngine> engine = choice(waiter);
          if (engine.isPresent()) {
            return engine.get().seat(step, gpus);
          }
          // An engine's grace can run out without anybody saying so.
          change.wait(LOOK.toMillis());
        }
      } finally {
        waiters.remove(waiter);
        change.notifyAll();
      }
    }
  }

  /** The engine on which a step is to run now; nothing as long as it has to wait. */
  private Optional<ManagedEngine> choice(Waiter waiter) {
    return engines.stream()
        .filter(engine -> fits(engine, waiter))
        .filter(
            engine ->
                waiters.stream().noneMatch(other -> isBefore(other, waiter) && fits(engine, other)))
        .min(Comparator.comparingDouble(ManagedEngine::load));
  }

  private static boolean isBefore(Waiter one, Waiter other) {
    return one.priority() != other.priority()
        ? one.priority() > other.priority()
        : one.number() < other.number();
  }

  private boolean fits(ManagedEngine engine, Waiter waiter) {
    return engine.hasRoomFor(waiter.step().limits(), waiter.gpus())
        && home(waiter.step().caseId()).map(home -> home == engine).orElse(true);
  }

  /** The engine that a case keeps to. */
  private Optional<ManagedEngine> home(String caseId) {
    return placements
        .engineOf(caseId)
        .flatMap(id -> engines.stream().filter(one -> one.settings.id().equals(id)).findFirst())
        .filter(
            engine -> engine.condition() == Condition.READY || engine.age().compareTo(grace) < 0);
  }

  private void leave(ManagedEngine.Seat seat) {
    seat.engine().leave(seat);
    signal();
  }

  private void signal() {
    synchronized (change) {
      change.notifyAll();
    }
  }

  @Override
  public Scratch scratch(String caseId) {
    return Scratch.open(scratch, caseId);
  }

  @Override
  public Set<String> scratches() {
    return Scratch.cases(scratch);
  }

  @Override
  public String engine() {
    if (engines.size() == 1) {
      return engines.get(0).sandbox.engine();
    }
    return engines.stream()
        .map(engine -> engine.settings.id() + ": " + engine.sandbox.engine())
        .collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    engines.forEach(ManagedEngine::close);
  }
}
