package io.consilium.worker.sandbox;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the steps of benchmarks in sealed containers on one container engine. Safe for use by many
 * threads.
 */
public interface Sandbox extends AutoCloseable {
  /**
   * A sandbox on the engine that the settings name. No connection is made yet: an engine that is
   * down now may be up when the first step runs.
   */
  static Sandbox on(SandboxSettings settings) {
    return DockerSandbox.on(settings);
  }

  /**
   * A sandbox for authors who try containers on demo data: it takes the images that are on the
   * engine, by digest or else by tag, and pulls nothing.
   *
   * @param notes takes a sentence about each image whose digest is not pinned
   */
  static Sandbox withLocalImages(SandboxSettings settings, Consumer<String> notes) {
    return DockerSandbox.withLocalImages(settings, notes);
  }

  /**
   * Runs a step to its end. When a container of exactly this step runs already, because an earlier
   * life of the worker started it, it is watched to its end instead. Whatever the outcome, also an
   * exception, the container is gone afterwards; should the engine not answer, it is removed before
   * the next step.
   *
   * <p>To cancel a step, interrupt the calling thread.
   *
   * @throws InterruptedException when the thread was interrupted; the step had no outcome
   */
  StepOutcome run(SealedStep step) throws InterruptedException;

  /**
   * The scratch of a case, made when there is none.
   *
   * @param caseId an execution, dataset or test
   */
  Scratch scratch(String caseId);

  /** The cases that have scratch on disk, also from earlier lives of the worker. */
  Set<String> scratches();

  /**
   * What the engine is, and whether it is fit, in a sentence for the people at the site. It is what
   * the engine said last; nobody is asked.
   */
  String engine();

  /** Ends the connection to the engine. */
  @Override
  void close();
}
