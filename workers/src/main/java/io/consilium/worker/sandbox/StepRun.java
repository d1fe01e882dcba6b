package io.consilium.worker.sandbox;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.WaitResponse;
import io.consilium.worker.sandbox.FileTree.Usage;
import io.consilium.worker.sandbox.StepOutcome.EngineUnavailable;
import io.consilium.worker.sandbox.StepOutcome.Failed;
import io.consilium.worker.sandbox.StepOutcome.Succeeded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One container's life, from its making to its end, watched all the time. */
final class StepRun {
  /** Between two looks at the outputs; longer when a look itself takes long. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final int LOOKS_SHARE_OF_TIME = 10;

  /** A killed container that has not ended by then never will. */
  private static final Duration DYING = Duration.ofSeconds(20);

  /** Room that no container may take from the rest of the site, in bytes. */
  private static final long RESERVE = 256L << 20;

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Engine engine;
  private final SealedStep step;
  private final Outputs outputs;
  private final String container;

  /** When it was started, on the clock of {@link System#nanoTime}. */
  private final long started;

  private StepRun(
      Engine engine, SealedStep step, Outputs outputs, String container, Duration running) {
    this.engine = engine;
    this.step = step;
    this.outputs = outputs;
    this.container = container;
    this.started = System.nanoTime() - running.toNanos();
  }

  /** Starts a container that has been made, and sees it to its end; removing it is the caller's. */
  static StepOutcome see(Engine engine, SealedStep step, SealedContainer sealed, String container)
      throws InterruptedException, IOException {
    Outputs outputs = new Outputs(sealed.outputs(), step);
    if (outputs.room() < RESERVE) {
      return diskFull();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      engine.start(container);
    } catch (DockerException e) {
      return notStarted(e, step);
    }
    return new StepRun(engine, step, outputs, container, Duration.ZERO).seeToTheEnd();
  }

  /** Sees a container to its end that an earlier life of the worker started. */
  static StepOutcome goOn(
      Engine engine, SealedStep step, SealedContainer sealed, SiteContainers.Going going)
      throws InterruptedException, IOException {
    Outputs outputs = new Outputs(sealed.outputs(), step);
    Instant began = Instant.parse(String.valueOf(going.state().getStartedAt()));
    if (going.isRunning()) {
      // The engine's clock on both ends: it may not be this machine's.
      Duration running = Duration.between(began, engine.now());
      return new StepRun(engine, step, outputs, going.id(), running).seeToTheEnd();
    }
    Duration took =
        Duration.between(began, Instant.parse(String.valueOf(going.state().getFinishedAt())));
    StepRun run = new StepRun(engine, step, outputs, going.id(), took);
    try {
      return took.compareTo(step.deadline()) > 0 ? run.timedOut() : run.settled(took);
    } finally {
      run.keepLog();
    }
  }

  private StepOutcome seeToTheEnd() throws InterruptedException, IOException {
    try (Answer<WaitResponse, Optional<Integer>> end = engine.end(container)) {
      return outcome(end.result());
    } finally {
      keepLog();
    }
  }

  private StepOutcome outcome(CompletableFuture<Optional<Integer>> end)
      throws InterruptedException, IOException {
    Optional<StepOutcome> stopped = watch(end);
    if (stopped.isPresent()) {
      engine.kill(container);
      awaitDeath(end);
      return stopped.get();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    ContainerState state = engine.state(container);
    long exitCode =
        Optional.ofNullable(state.getExitCodeLong())
            .orElseThrow(
                () -> new EngineUnreachableException("The engine gave no exit code of " + step));
    if (exitCode == 0) {
      return settled(took);
    }
    // An engine that ends kills its containers: that says nothing about them.
    engine.requireAlive();
    try {
      return ended((int) exitCode, Boolean.TRUE.equals(state.getOOMKilled()));
    } catch (Refusal refusal) {
      return refusal.outcome();
    }
  }

  private StepOutcome settled(Duration took) throws IOException {
    try {
      outputs.settle();
      return new Succeeded(took);
    } catch (Refusal refusal) {
      return refusal.outcome();
    }
  }

  private StepOutcome timedOut() {
    return failed(Detail.TIMED_OUT, "The step did not end within " + inWords(step.deadline()));
  }

  /** Waits for the container's end; gives an outcome when it must not go on. */
  private Optional<StepOutcome> watch(CompletableFuture<Optional<Integer>> end)
      throws InterruptedException, IOException {
    long deadline = started + step.deadline().toNanos();
    long pause = LOOK.toNanos();
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.of(timedOut());
      }
      try {
        end.get(Math.min(pause, left), NANOSECONDS);
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new EngineUnreachableException(
            "The container engine was lost while a container ran: " + e.getCause(), e);
      } catch (TimeoutException e) {
        long begun = System.nanoTime();
        Optional<StepOutcome> excess = excess();
        if (excess.isPresent()) {
          return excess;
        }
        pause = Math.max(LOOK.toNanos(), (System.nanoTime() - begun) * LOOKS_SHARE_OF_TIME);
      }
    }
  }

  private Optional<StepOutcome> excess() throws IOException {
    try {
      outputs.requireWithin(outputs.measure());
    } catch (Refusal refusal) {
      return Optional.of(refusal.outcome());
    } catch (AccessDeniedException e) {
      return Optional.of(
          failed(
              Detail.OUTPUT_INVALID,
              "While it ran, the container locked a folder of its output, so that it could not be weighed"));
    }
    return outputs.room() < RESERVE ? Optional.of(diskFull()) : Optional.empty();
  }

  private StepOutcome ended(int exitCode, boolean outOfMemory) throws IOException, Refusal {
    if (outOfMemory) {
      return new Failed(
          Detail.OUT_OF_MEMORY,
          "The container wanted more than %d MiB of memory"
              .formatted(step.limits().memoryBytes() >> 20),
          OptionalInt.of(exitCode));
    }
    Usage usage = outputs.measure();
    outputs.requireWithin(usage);
    return new Failed(
        step.role().failure(),
        "The container ended with exit code %d; what it printed is in %s"
            .formatted(exitCode, step.logFile()),
        OptionalInt.of(exitCode));
  }

  private void awaitDeath(CompletableFuture<Optional<Integer>> end) throws InterruptedException {
    try {
      end.get(DYING.toNanos(), NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The removal that follows kills again, and says so when it cannot.
    }
  }

  private void keepLog() {
    Path log = step.logFile();
    try {
      Scratch.makePrivateParent(log);
      Files.deleteIfExists(log);
      Files.createFile(log, PRIVATE);
      try (OutputStream target = Files.newOutputStream(log)) {
        engine.copyLog(container, target, Limits.LOG_BYTES);
      }
    } catch (IOException | RuntimeException e) {
      System.getLogger(StepRun.class.getName())
          .log(System.Logger.Level.WARNING, "The log of a container is lost: " + e.getMessage());
    }
  }

  /** What the container's author can mend is a failure; everything else may pass. */
  private static StepOutcome notStarted(DockerException error, SealedStep step) {
    String words = Engine.words(error);
    if (words.contains("OOM-killed")) {
      return failed(
          Detail.OUT_OF_MEMORY,
          "The container's memory of %d MiB is too small to start anything"
              .formatted(step.limits().memoryBytes() >> 20));
    }
    if (words.contains("could not select device driver")) {
      return failed(
          Detail.GPU_UNAVAILABLE,
          "The container is to get GPUs, and the container engine has none to give (%s): install NVIDIA's container toolkit, or set sandbox.gpus in site-policy.yaml to none"
              .formatted(words));
    }
    boolean authors =
        List.of(
                "executable file not found",
                "no such file or directory",
                "permission denied",
                "exec format error")
            .stream()
            .anyMatch(words::contains);
    if (!authors) {
      return new EngineUnavailable("The container engine could not start the container: " + words);
    }
    return new Failed(
        step.role().failure(),
        "The container's program could not be started: " + words,
        OptionalInt.empty());
  }

  private static Failed failed(Detail detail, String explanation) {
    return new Failed(detail, explanation, OptionalInt.empty());
  }

  private static EngineUnavailable diskFull() {
    return new EngineUnavailable(
        "Less than %d MiB are free where outputs are written: make room".formatted(RESERVE >> 20));
  }

  private static String inWords(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
