package io.consilium.worker.sandbox;

import com.github.dockerjava.api.model.Info;
import java.util.List;
import java.util.Optional;

/** Holds only an engine that can keep the seal to be fit. Asked once, and again after a fault. */
final class EngineCheck {
  private final Engine engine;
  private volatile Verdict verdict = Verdict.NOT_ASKED;

  private enum Verdict {
    NOT_ASKED,
    FIT
  }

  EngineCheck(Engine engine) {
    this.engine = engine;
  }

  /**
   * Asks the engine unless it is known to be fit.
   *
   * @throws EngineUnreachableException when it does not answer or cannot keep the seal
   */
  void requireFit() {
    if (verdict == Verdict.FIT) {
      return;
    }
    flaw(engine.info())
        .ifPresent(
            flaw -> {
              throw new EngineUnreachableException(
                  "The container engine at %s %s: no container is run on it"
                      .formatted(engine.address(), flaw));
            });
    verdict = Verdict.FIT;
  }

  /** The engine may be another one when it answers again. */
  void forget() {
    verdict = Verdict.NOT_ASKED;
  }

  private static Optional<String> flaw(Info info) {
    List<String> security = Optional.ofNullable(info.getSecurityOptions()).orElse(List.of());
    Optional<String> seccomp =
        security.stream().filter(option -> option.startsWith("name=seccomp")).findFirst();
    if (seccomp.isEmpty()) {
      return Optional.of("has no seccomp, which keeps dangerous system calls from containers");
    }
    if (seccomp.get().contains("profile=unconfined")) {
      return Optional.of("runs containers without a seccomp profile (unconfined)");
    }
    if (!Boolean.TRUE.equals(info.getMemoryLimit())) {
      return Optional.of("cannot limit memory: its cgroups lack the memory controller");
    }
    if (!Boolean.TRUE.equals(info.getRawValues().getOrDefault("PidsLimit", true))) {
      return Optional.of("cannot limit processes: its cgroups lack the pids controller");
    }
    return Optional.empty();
  }
}
