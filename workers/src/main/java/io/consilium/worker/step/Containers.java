package io.consilium.worker.step;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.VolumeKey;
import io.consilium.worker.sandbox.Role;
import io.consilium.worker.sandbox.Sandbox;
import io.consilium.worker.sandbox.SealedStep;
import io.consilium.worker.sandbox.StepOutcome;
import io.consilium.worker.site.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs containers within what the site's policy allows. */
final class Containers {
  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

  private final Site site;
  private final Sandbox sandbox;

  Containers(Site site, Sandbox sandbox) {
    this.site = site;
    this.sandbox = sandbox;
  }

  /** Files and folders of a step, by volume. */
  record Volumes(Map<VolumeKey, Path> inputs, Map<VolumeKey, Path> outputs) {}

  StepOutcome run(
      String caseId,
      Role role,
      BenchmarkDocument revision,
      ContainerSpec container,
      Volumes volumes)
      throws InterruptedException {
    return run(caseId, role, revision.policy().executionDeadline(), container, volumes);
  }

  /** Runs a step for at most that long, or as long as the site allows. */
  StepOutcome run(
      String caseId, Role role, Duration wanted, ContainerSpec container, Volumes volumes)
      throws InterruptedException {
    StepOutcome outcome =
        sandbox.run(
            new SealedStep(
                caseId,
                role,
                container,
                volumes.inputs(),
                volumes.outputs(),
                StepLimits.of(site.policy()),
                deadline(wanted),
                log(caseId, role)));
    // What a security officer asks later: what ran for which case, and how well it was sealed.
    LOG.info(
        "{} of {} ran {} on {}: {}",
        role,
        caseId,
        container.imageByDigest(),
        sandbox.engine(),
        inAWord(outcome));
    return outcome;
  }

  private static String inAWord(StepOutcome outcome) {
    return outcome instanceof StepOutcome.Failed failed
        ? failed.detail().name()
        : outcome.getClass().getSimpleName();
  }

  /** Where a step's container prints. */
  Path log(String caseId, Role role) {
    return site.home()
        .logs()
        .resolve(caseId)
        .resolve(role.name().toLowerCase(Locale.ROOT) + ".log");
  }

  private Duration deadline(Duration wanted) {
    Duration allowed = site.policy().stepDeadline();
    return wanted.compareTo(allowed) < 0 ? wanted : allowed;
  }
}
