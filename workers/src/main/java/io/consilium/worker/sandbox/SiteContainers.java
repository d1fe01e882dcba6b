package io.consilium.worker.sandbox;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The containers of one site on one engine, found by their labels. */
final class SiteContainers {
  static final String FACILITY = "io.consilium.facility";
  static final String HOME = "io.consilium.home";
  static final String STEP = "io.consilium.step";
  static final String SEAL = "io.consilium.seal";

  private final Engine engine;
  private final String facilityId;
  private final String home;

  SiteContainers(Engine engine, String facilityId, Path home) {
    this.engine = engine;
    this.facilityId = facilityId;
    this.home = home.toString();
  }

  /** By what a step's container is found again. */
  Map<String, String> labels(SealedStep step) {
    return Map.of(FACILITY, facilityId, STEP, step.label(), HOME, home);
  }

  /** A container that an earlier life of the worker started, and how it is. */
  record Going(String id, ContainerState state) {
    boolean isRunning() {
      return Boolean.TRUE.equals(state.getRunning());
    }
  }

  /**
   * The container that is exactly this step and goes on, or has ended well. What else there is of
   * the step is removed: a container that ended with an error while nobody watched may have been
   * killed together with its engine, so that its error says nothing.
   */
  Optional<Going> adopt(SealedStep step, String seal) {
    List<Going> found = new ArrayList<>();
    for (Container container : engine.containers(Map.of(HOME, home, STEP, step.label()))) {
      Optional<Going> going =
          engine
              .inspect(container.getId())
              .filter(known -> found.isEmpty() && isSealedWith(known, seal))
              .map(known -> new Going(container.getId(), known.getState()))
              .filter(SiteContainers::isOfUse);
      going.ifPresentOrElse(found::add, () -> engine.remove(container.getId()));
    }
    return found.stream().findFirst();
  }

  private static boolean isSealedWith(InspectContainerResponse container, String seal) {
    return Optional.ofNullable(container.getConfig().getLabels())
        .map(labels -> labels.get(SEAL))
        .filter(seal::equals)
        .isPresent();
  }

  private static boolean isOfUse(Going going) {
    boolean endedWell =
        "exited".equals(going.state().getStatus())
            && Optional.ofNullable(going.state().getExitCodeLong()).filter(c -> c == 0).isPresent();
    return "running".equals(going.state().getStatus()) || endedWell;
  }

  /** Removes the containers of cases that are not ours any more; returns how many there were. */
  int reap(Predicate<String> isOurs) {
    List<Container> orphans =
        engine.containers(Map.of(HOME, home)).stream()
            .filter(container -> !isOurs.test(caseId(container)))
            .toList();
    orphans.forEach(orphan -> engine.remove(orphan.getId()));
    return orphans.size();
  }

  private static String caseId(Container container) {
    String label =
        Optional.ofNullable(container.getLabels())
            .map(labels -> labels.getOrDefault(STEP, ""))
            .orElse("");
    return label.substring(0, Math.max(0, label.lastIndexOf('/')));
  }
}
