package io.consilium.worker.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * How an engine is.
 *
 * @param id its short name at the site
 * @param host its address
 * @param condition whether steps run on it
 * @param since when that began
 * @param words what stands against it, with what to do; empty when nothing does
 * @param slots containers at the same time
 * @param running the steps that run on it
 */
public record EngineState(
    String id,
    URI host,
    Condition condition,
    Instant since,
    String words,
    int slots,
    List<RunningStep> running) {
  /** Whether steps run on an engine. */
  public enum Condition {
    /** Nobody has asked it yet. */
    UNTRIED,
    /** Steps run on it. */
    READY,
    /** It does not answer, or is not fit; it is asked again and again. */
    AWAY
  }

  /** A step that has a place on an engine. */
  public record RunningStep(String caseId, Role role, Instant since) {}

  public EngineState {
    running = List.copyOf(running);
  }
}
