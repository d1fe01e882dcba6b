package io.consilium.worker.sandbox;

import com.github.dockerjava.api.exception.DockerException;
import io.consilium.contract.container.ContainerTask;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.sandbox.EngineFacts.Users;
import io.consilium.worker.sandbox.StepOutcome.EngineUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The sandbox on an engine that speaks Docker's API. */
final class DockerSandbox implements Sandbox {
  /** Removing many layers or making the first container on a cold disk can take minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  static final String PARAMETERS = ".parameters";

  private final SandboxSettings settings;
  private final Engine engine;
  private final EngineCheck check;
  private final ImageSource images;
  private final Places places;
  private final SiteContainers containers;

  /** Names of containers whose removal failed, or that may have come to be after all. */
  private final Set<String> leftovers = ConcurrentHashMap.newKeySet();

  private DockerSandbox(
      SandboxSettings settings,
      Optional<Path> certificates,
      Duration patience,
      Function<Engine, ImageSource> images) {
    this.settings = settings;
    this.engine = new Engine(settings.engine(), certificates, patience);
    this.check = new EngineCheck(engine, settings.engineExceptions());
    this.images = images.apply(engine);
    List<Path> secrets = new ArrayList<>(List.of(settings.home().resolve("keys")));
    engine.socket().ifPresent(secrets::add);
    certificates.ifPresent(secrets::add);
    this.places = new Places(secrets);
    this.containers = new SiteContainers(engine, settings.facilityId(), settings.home());
  }

  static DockerSandbox on(SandboxSettings settings) {
    return on(settings, PATIENCE);
  }

  /** A sandbox that takes the images that are on the engine. */
  static DockerSandbox withLocalImages(SandboxSettings settings, Consumer<String> notes) {
    return new DockerSandbox(
        settings, Optional.empty(), PATIENCE, engine -> new LocalImages(engine, notes));
  }

  /** A sandbox that waits for the engine's answers no longer than that. */
  static DockerSandbox on(SandboxSettings settings, Duration patience) {
    return on(settings, Optional.empty(), patience);
  }

  /** A sandbox on an engine that asks for certificates. */
  static DockerSandbox on(
      SandboxSettings settings, Optional<Path> certificates, Duration patience) {
    return new DockerSandbox(
        settings, certificates, patience, engine -> new Images(engine, settings));
  }

  @Override
  public StepOutcome run(SealedStep step) throws InterruptedException {
    try {
      return attempt(step, StepWatcher.NOBODY);
    } catch (EngineUnreachableException e) {
      return new EngineUnavailable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Runs a step, or goes on with its container when an earlier life of the worker started exactly
   * this one.
   *
   * @throws EngineUnreachableException when the engine does not answer, or was lost meanwhile; a
   *     container that it may still have is found by its labels
   */
  StepOutcome attempt(SealedStep step, StepWatcher watcher) throws InterruptedException {
    try {
      EngineFacts facts = check.requireFit();
      RunAs user = requireUsable(facts, step.limits().runAs());
      ContainerTask task = requireRunnable(step);
      SealedImage image;
      try {
        image = images.obtain(step.container());
      } catch (EngineUnreachableException e) {
        // More often it is the registry; whoever has other engines asks this one.
        check.forget();
        return new EngineUnavailable(String.valueOf(e.getMessage()));
      }
      LentGpus gpus = LentGpus.of(task.runArgs().gpus(), step, facts);
      Path parametersFile = writeParameters(step);
      try {
        List<SealedMount> mounts = places.of(step, task, parametersFile, user);
        return runSealed(
            step,
            new SealedContainer(
                new SealedImage(
                    image.id(), Places.uncovered(image, mounts, step), image.variables()),
                task.runArgs(),
                mounts,
                step.limits(),
                gpus,
                facts,
                containers.labels(step)),
            task,
            user,
            watcher);
      } finally {
        Files.deleteIfExists(parametersFile);
      }
    } catch (Refusal refusal) {
      return refusal.outcome();
    } catch (EngineUnreachableException e) {
      check.forget();
      throw e;
    } catch (DockerException e) {
      return new EngineUnavailable("The container engine refused: " + Engine.words(e));
    } catch (IOException e) {
      return new EngineUnavailable("Files of " + step.label() + " cannot be used: " + e);
    }
  }

  private static ContainerTask requireRunnable(SealedStep step) throws Refusal {
    ContainerTask task =
        step.container()
            .config()
            .task(step.role().task())
            .orElseThrow(
                () ->
                    new Refusal(
                        Detail.REFUSED,
                        "The container %s has no task %s"
                            .formatted(step.container().id(), step.role().task().word())));
    return task;
  }

  /** The user of this machine as which the container runs. */
  private static RunAs requireUsable(EngineFacts engine, RunAs runAs) {
    if (engine.users() instanceof Users.Rootless owner) {
      String needed = owner.uid() + ":" + owner.gid();
      if (!needed.equals(ProcessOwner.name()) || !needed.equals(runAs.toString())) {
        throw new EngineUnreachableException(
            "The container engine at %s is rootless and belongs to the user %s, but this worker is %s and run_as is %s: run the worker as that user, with run_as: \"%s\" in site-policy.yaml"
                .formatted(engine.address(), needed, ProcessOwner.name(), runAs, needed));
      }
    } else if (engine.users() instanceof Users.Remapped && !ProcessOwner.isRoot()) {
      throw new EngineUnreachableException(
          "The container engine at %s remaps users, so that containers write as %s here, and this worker is %s, who could not read that: run the worker as root"
              .formatted(engine.address(), engine.onThisMachine(runAs), ProcessOwner.name()));
    }
    return engine.onThisMachine(runAs);
  }

  private StepOutcome runSealed(
      SealedStep step, SealedContainer sealed, ContainerTask task, RunAs user, StepWatcher watcher)
      throws InterruptedException, IOException, Refusal {
    String seal = Seal.of(engine.describe(sealed.image().id(), sealed::describe));
    Optional<SiteContainers.Going> going = containers.adopt(step, seal);
    going.map(SiteContainers.Going::id).ifPresent(leftovers::remove);
    leftovers.forEach(this::remove);
    // The name is known before the container exists: whatever happens, it can be removed by it.
    String name =
        going.map(SiteContainers.Going::id).orElseGet(() -> "consilium-" + UUID.randomUUID());
    StepOutcome outcome;
    try {
      watcher.placed(step, name);
      if (going.isPresent()) {
        outcome = StepRun.goOn(engine, step, sealed, going.get());
      } else {
        Outputs.startAfresh(step, task, user, settings.scratch());
        engine.create(sealed.image().id(), name, command -> sealed.describe(command, seal));
        outcome = StepRun.see(engine, step, sealed, name);
      }
      watcher.ended(step, outcome);
    } catch (EngineUnreachableException fault) {
      // The engine may do later what it was asked to do, and the container may go on.
      leftovers.add(name);
      throw fault;
    } catch (Throwable fault) {
      removeAfter(fault, name);
      throw fault;
    }
    remove(name);
    return outcome;
  }

  private void removeAfter(Throwable fault, String name) {
    try {
      remove(name);
    } catch (RuntimeException another) {
      fault.addSuppressed(another);
    }
  }

  private void remove(String name) {
    leftovers.add(name);
    engine.remove(name);
    leftovers.remove(name);
  }

  /** The same step has the same file, with a name that stands for what is in it. */
  private Path writeParameters(SealedStep step) throws IOException {
    Path folder = settings.scratch().resolve(PARAMETERS);
    Scratch.makePrivate(folder);
    String text = step.container().parameters().toYaml();
    Path file =
        folder.resolve(
            "%s.%s.%s.yaml"
                .formatted(step.caseId(), step.role().task().word(), CanonicalJson.sha256(text)));
    Path complete = folder.resolve(UUID.randomUUID() + ".part");
    Files.writeString(complete, text);
    Files.setPosixFilePermissions(complete, PosixFilePermissions.fromString("r--r--r--"));
    Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
    return file;
  }

  /**
   * Gets an engine ready for steps: holds it fit, finds the site's folders on its machine, and
   * removes the containers of cases that are not ours any more.
   *
   * @return how many containers were removed
   * @throws EngineUnreachableException when the engine does not answer, cannot keep the seal, does
   *     not see the site's folders or could not remove a container
   */
  int admit(Predicate<String> isOurs) {
    check.forget();
    check.requireFit();
    SharedFolders.require(engine, settings.home(), settings.scratch());
    return reapOrphans(isOurs);
  }

  /** Removes the containers of cases that are not ours any more; returns how many there were. */
  int reapOrphans(Predicate<String> isOurs) {
    try {
      return containers.reap(isOurs);
    } catch (DockerException e) {
      throw new EngineUnreachableException(
          "The container engine could not remove an orphan: " + Engine.words(e), e);
    }
  }

  /**
   * Asks over a new connection whether the engine is there.
   *
   * @throws EngineUnreachableException when it is not
   */
  void requireAlive() {
    engine.requireAlive();
  }

  @Override
  public Scratch scratch(String caseId) {
    return Scratch.open(settings.scratch(), caseId);
  }

  @Override
  public Set<String> scratches() {
    return Scratch.cases(settings.scratch());
  }

  @Override
  public String engine() {
    return check.words();
  }

  @Override
  public void close() {
    engine.close();
  }
}
