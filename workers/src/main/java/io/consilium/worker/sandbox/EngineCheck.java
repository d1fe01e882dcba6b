package io.consilium.worker.sandbox;

import io.consilium.worker.sandbox.EngineFacts.Seccomp;
import io.consilium.worker.sandbox.EngineFacts.Users;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds only an engine that can keep the seal to be fit. Asked once, and again after a fault. */
final class EngineCheck {
  private final Engine engine;
  private final Set<EngineWeakness> allowed;
  private volatile Optional<EngineFacts> fit = Optional.empty();
  private volatile String words = "not asked yet";

  /**
   * A check that has not asked yet.
   *
   * @param allowed what the site knowingly lets its engines lack
   */
  EngineCheck(Engine engine, Set<EngineWeakness> allowed) {
    this.engine = engine;
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * What the engine is; asks it unless it is known to be fit.
   *
   * @throws EngineUnreachableException when it does not answer or cannot keep the seal
   */
  EngineFacts requireFit() {
    Optional<EngineFacts> known = fit;
    if (known.isPresent()) {
      return known.get();
    }
    EngineFacts facts = EngineReport.of(engine);
    Optional<String> flaw = flaw(facts);
    words =
        facts.words()
            + flaw.map(reason -> ": no container is run on it, for it " + reason)
                .orElse(facts.weaknesses().isEmpty() ? "" : " (allowed by engine_exceptions)");
    if (flaw.isPresent()) {
      throw new EngineUnreachableException(
          "The container engine at %s %s: no container is run on it"
              .formatted(engine.address(), flaw.get()));
    }
    fit = Optional.of(facts);
    return facts;
  }

  /** Asks the engine for {@link #words()}; whether it is fit is decided before each step. */
  void look() {
    try {
      requireFit();
    } catch (EngineUnreachableException e) {
      forget();
    }
  }

  /** The engine may be another one when it answers again. */
  void forget() {
    fit = Optional.empty();
  }

  /** What the engine was when it was asked last, for the people at the site. */
  String words() {
    return words;
  }

  private Optional<String> flaw(EngineFacts facts) {
    if (facts.seccomp() == Seccomp.ABSENT) {
      return Optional.of("has no seccomp, which keeps dangerous system calls from containers");
    }
    if (facts.seccomp() == Seccomp.UNCONFINED) {
      return Optional.of("runs containers without a seccomp profile (unconfined)");
    }
    if (facts.users() instanceof Users.Unknown) {
      return Optional.of(
          "does not say as which users of this machine containers run, so what they write could not be"
              + " read (rootless Docker): use rootless Podman, or Docker with userns-remap");
    }
    Set<EngineWeakness> lacking = EnumSet.noneOf(EngineWeakness.class);
    lacking.addAll(facts.weaknesses());
    lacking.removeAll(allowed);
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "cannot limit %s: its cgroups lack the controllers (a site that knows what it does allows it with sandbox.engine_exceptions: [%s] in site-policy.yaml)"
                .formatted(
                    join(lacking, EngineWeakness::what), join(lacking, EngineWeakness::word)));
  }

  private static String join(
      Collection<EngineWeakness> weaknesses, Function<EngineWeakness, String> name) {
    return weaknesses.stream().sorted().map(name).collect(Collectors.joining(", "));
  }
}
