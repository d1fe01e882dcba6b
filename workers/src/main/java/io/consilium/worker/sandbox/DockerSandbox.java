package io.consilium.worker.sandbox;

import com.github.dockerjava.api.exception.DockerException;
import io.consilium.contract.container.ContainerTask;
import io.consilium.worker.sandbox.EngineFacts.Users;
import io.consilium.worker.sandbox.StepOutcome.EngineUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sandbox on an engine that speaks Docker's API. */
final class DockerSandbox implements Sandbox {
  static final String FACILITY = "io.consilium.facility";
  static final String STEP = "io.consilium.step";
  static final String HOME = "io.consilium.home";

  /** Removing many layers or making the first container on a cold disk can take minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** No case can have this name. */
  private static final String PARAMETERS = ".parameters";

  private final SandboxSettings settings;
  private final Engine engine;
  private final EngineCheck check;
  private final ImageSource images;
  private final Places places;

  /** Names of containers whose removal failed, or that may have come to be after all. */
  private final Set<String> leftovers = ConcurrentHashMap.newKeySet();

  private DockerSandbox(
      SandboxSettings settings, Duration patience, Function<Engine, ImageSource> images) {
    this.settings = settings;
    this.engine = new Engine(settings.engine(), patience);
    this.check = new EngineCheck(engine, settings.engineExceptions());
    this.images = images.apply(engine);
    List<Path> secrets = new ArrayList<>(List.of(settings.home().resolve("keys")));
    engine.socket().ifPresent(secrets::add);
    this.places = new Places(secrets);
  }

  static DockerSandbox on(SandboxSettings settings) {
    return on(settings, PATIENCE);
  }

  /** A sandbox that takes the images that are on the engine. */
  static DockerSandbox withLocalImages(SandboxSettings settings, Consumer<String> notes) {
    return new DockerSandbox(settings, PATIENCE, engine -> new LocalImages(engine, notes));
  }

  /** A sandbox that waits for the engine's answers no longer than that. */
  static DockerSandbox on(SandboxSettings settings, Duration patience) {
    return new DockerSandbox(
        settings,
        patience,
        engine -> new Images(engine, settings.registries(), settings.pullPatience()));
  }

  @Override
  public StepOutcome run(SealedStep step) throws InterruptedException {
    try {
      EngineFacts facts = check.requireFit();
      RunAs user = requireUsable(facts, step.limits().runAs());
      leftovers.forEach(this::remove);
      ContainerTask task = requireRunnable(step);
      SealedImage image = images.obtain(step.container());
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
                labels(step)));
      } finally {
        Files.deleteIfExists(parametersFile);
      }
    } catch (Refusal refusal) {
      return refusal.outcome();
    } catch (EngineUnreachableException e) {
      check.forget();
      return new EngineUnavailable(String.valueOf(e.getMessage()));
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

  private StepOutcome runSealed(SealedStep step, SealedContainer sealed)
      throws InterruptedException, IOException {
    // The name is known before the container exists: whatever happens, it can be removed by it.
    String name = "consilium-" + UUID.randomUUID();
    StepOutcome outcome;
    try {
      engine.create(sealed.image().id(), name, sealed::describe);
      outcome = StepRun.see(engine, step, sealed, name);
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
    if (fault instanceof EngineUnreachableException) {
      // The engine may do later what it was asked to do: make the container.
      leftovers.add(name);
    }
  }

  private void remove(String name) {
    leftovers.add(name);
    engine.remove(name);
    leftovers.remove(name);
  }

  private Map<String, String> labels(SealedStep step) {
    return Map.of(
        FACILITY, settings.facilityId(), STEP, step.label(), HOME, settings.home().toString());
  }

  private Path writeParameters(SealedStep step) throws IOException {
    Path folder = settings.scratch().resolve(PARAMETERS);
    Scratch.makePrivate(folder);
    Path file = folder.resolve(UUID.randomUUID() + ".yaml");
    Files.writeString(file, step.container().parameters().toYaml());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    return file;
  }

  @Override
  public int reapOrphans() {
    try {
      check.look();
      List<String> orphans = engine.containers(HOME, settings.home().toString());
      orphans.forEach(engine::remove);
      FileTree.delete(settings.scratch().resolve(PARAMETERS));
      return orphans.size();
    } catch (DockerException e) {
      throw new EngineUnreachableException(
          "The container engine could not remove an orphan: " + Engine.words(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Scratch scratch(String caseId) {
    return Scratch.open(settings.scratch(), caseId);
  }

  @Override
  public Set<String> scratches() {
    if (!Files.isDirectory(settings.scratch())) {
      return Set.of();
    }
    try (Stream<Path> folders = Files.list(settings.scratch())) {
      return folders
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> !name.equals(PARAMETERS))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
