package io.consilium.contract.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a container's author sets of its run. Site policy decides what of it is granted.
 *
 * @param command arguments, split as a POSIX shell splits words; empty for the image's own
 * @param entrypoint program that replaces the image's entry point
 * @param environment variables by name
 * @param gpus wanted graphics processors
 * @param shmBytes wanted size of /dev/shm in bytes
 */
public record RunArgs(
    List<String> command,
    Optional<String> entrypoint,
    Map<String, String> environment,
    Optional<Gpus> gpus,
    OptionalLong shmBytes) {
  static final RunArgs NONE =
      new RunArgs(List.of(), Optional.empty(), Map.of(), Optional.empty(), OptionalLong.empty());

  public RunArgs {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }
}
