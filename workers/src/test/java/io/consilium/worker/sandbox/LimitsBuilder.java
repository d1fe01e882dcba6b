package io.consilium.worker.sandbox;

import io.consilium.worker.sandbox.Limits.TmpPrograms;

/** Little of everything, so that attacks come to an end quickly. */
final class LimitsBuilder {
  long memoryBytes = 96L << 20;
  double cpus = 1.0;
  int pids = 48;
  long shmBytes = 8L << 20;
  long tmpBytes = 24L << 20;
  long outputBytes = 16L << 20;
  int outputFiles = 500;
  TmpPrograms tmpPrograms = TmpPrograms.FORBIDDEN;
  GpuLoan gpus = new GpuLoan.None();

  Limits build() {
    return new Limits(
        memoryBytes,
        cpus,
        pids,
        shmBytes,
        tmpBytes,
        tmpPrograms,
        outputBytes,
        outputFiles,
        128,
        gpus,
        Site.RUN_AS);
  }
}
