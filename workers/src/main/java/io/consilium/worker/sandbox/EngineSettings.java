package io.consilium.worker.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One container engine of a site, and how much of it the site's steps may use in all.
 *
 * @param id short name at the site
 * @param host address, {@code unix://…} or {@code tcp://…}
 * @param certificates folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; absent for
 *     an engine that is reached without TLS
 * @param slots containers at the same time, at least 1
 * @param memory bytes of memory of all containers together; nothing for no bound but the slots
 * @param cpus processors of all containers together; nothing for no bound but the slots
 * @param gpus GPUs that it has for all containers together; nothing when it is not known, so that
 *     they are not counted
 */
public record EngineSettings(
    String id,
    URI host,
    Optional<Path> certificates,
    int slots,
    Optional<Long> memory,
    Optional<Double> cpus,
    Optional<Integer> gpus) {
  /** Steps with those limits that it can run at the same time. */
  int roomFor(Limits limits) {
    long byMemory = memory.map(all -> all / limits.memoryBytes()).orElse((long) slots);
    long byCpus =
        cpus.map(all -> (long) Math.floor(all / limits.cpus() + 1e-9)).orElse((long) slots);
    return (int) Math.min(slots, Math.min(byMemory, byCpus));
  }
}
