package io.consilium.worker.step;

import io.consilium.worker.sandbox.Limits;
import io.consilium.worker.sandbox.RunAs;
import io.consilium.worker.site.SitePolicy;

/** What the site's policy lets every container use. */
public final class StepLimits {
  private static final int OPEN_FILES = 1024;

  private StepLimits() {}

  public static Limits of(SitePolicy policy) {
    SitePolicy.Resources resources = policy.resources();
    return new Limits(
        resources.memory(),
        resources.cpus(),
        resources.pids(),
        resources.shm(),
        resources.tmp(),
        policy.sandbox().tmpExec(),
        resources.outputBytes(),
        resources.outputFiles(),
        OPEN_FILES,
        policy.sandbox().gpus(),
        new RunAs(policy.runAs().user(), policy.runAs().group()));
  }
}
