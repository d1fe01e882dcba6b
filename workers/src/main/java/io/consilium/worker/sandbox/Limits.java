package io.consilium.worker.sandbox;

/**
 * What a container may use, by site policy.
 *
 * @param memoryBytes memory, with swap: there is none beyond it; at least 16 MiB
 * @param cpus processors, at least 0.01
 * @param pids processes and threads
 * @param shmBytes size of /dev/shm; a container may ask for less, not for more
 * @param tmpBytes size of /tmp, which is memory
 * @param tmpPrograms whether programs may be run from /tmp
 * @param outputBytes size of all outputs of the step together
 * @param outputFiles number of files and folders of all outputs of the step together
 * @param openFiles files that a process may hold open
 * @param gpus graphics processors that it may have if it asks for them
 * @param runAs user and group
 */
public record Limits(
    long memoryBytes,
    double cpus,
    int pids,
    long shmBytes,
    long tmpBytes,
    TmpPrograms tmpPrograms,
    long outputBytes,
    int outputFiles,
    int openFiles,
    GpuLoan gpus,
    RunAs runAs) {
  /** The most that is kept of what a container prints, in bytes. */
  public static final long LOG_BYTES = 4L << 20;

  private static final long SMALLEST_MEMORY = 16L << 20;

  /** Whether programs may be run from /tmp: some compilers of numerical code need it. */
  public enum TmpPrograms {
    FORBIDDEN,
    ALLOWED
  }

  public Limits {
    require(memoryBytes >= SMALLEST_MEMORY, "memory of at least 16 MiB", memoryBytes);
    require(cpus >= 0.01 && cpus <= 4096, "between 0.01 and 4096 cpus", cpus);
    require(pids >= 1, "at least one process", pids);
    require(shmBytes >= 1, "shm of at least one byte", shmBytes);
    require(tmpBytes >= 1, "tmp of at least one byte", tmpBytes);
    require(outputBytes >= 1, "an output of at least one byte", outputBytes);
    require(outputFiles >= 1, "at least one output file", outputFiles);
    require(openFiles >= 16, "at least 16 open files", openFiles);
  }

  private static void require(boolean holds, String need, Number given) {
    if (!holds) {
      throw new IllegalArgumentException("A container needs " + need + ", not " + given);
    }
  }
}
