package io.consilium.worker.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import io.consilium.worker.sandbox.EngineFacts.Kind;
import io.consilium.worker.sandbox.EngineFacts.Seccomp;
import io.consilium.worker.sandbox.EngineFacts.Users;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads facts out of what an engine answers about itself. */
final class EngineReport {
  /** With remapped users Docker keeps its data in a folder named after the numbers. */
  private static final Pattern REMAPPED_FOLDER = Pattern.compile(".*/([0-9]{1,9})\\.([0-9]{1,9})");

  private final Engine engine;

  private EngineReport(Engine engine) {
    this.engine = engine;
  }

  /** Asks the engine. */
  static EngineFacts of(Engine engine) {
    return new EngineReport(engine).facts();
  }

  private EngineFacts facts() {
    Info info = engine.info();
    Version version = engine.version();
    boolean podman =
        Optional.ofNullable(version.getComponents()).orElse(List.of()).stream()
            .map(VersionComponent::getName)
            .anyMatch("Podman Engine"::equals);
    String number = Optional.ofNullable(info.getServerVersion()).orElse("of unknown version");
    List<String> security = Optional.ofNullable(info.getSecurityOptions()).orElse(List.of());
    return podman ? podman(number, engine.podmanInfo()) : docker(number, info, security);
  }

  private EngineFacts docker(String version, Info info, List<String> security) {
    return new EngineFacts(
        engine.address(),
        Kind.DOCKER,
        version,
        usersOfDocker(info, security),
        "2".equals(info.getCGroupVersion()) ? 2 : 1,
        seccompOfDocker(security),
        weaknessesOfDocker(info));
  }

  private static Seccomp seccompOfDocker(List<String> security) {
    return security.stream()
        .filter(option -> option.startsWith("name=seccomp"))
        .findFirst()
        .map(option -> option.contains("profile=unconfined") ? Seccomp.UNCONFINED : Seccomp.PRESENT)
        .orElse(Seccomp.ABSENT);
  }

  private static Users usersOfDocker(Info info, List<String> security) {
    if (security.contains("name=rootless")) {
      return new Users.Unknown();
    }
    if (!security.contains("name=userns")) {
      return new Users.Same();
    }
    Matcher folder =
        REMAPPED_FOLDER.matcher(Optional.ofNullable(info.getDockerRootDir()).orElse(""));
    return folder.matches()
        ? new Users.Remapped(Integer.parseInt(folder.group(1)), Integer.parseInt(folder.group(2)))
        : new Users.Unknown();
  }

  private static Set<EngineWeakness> weaknessesOfDocker(Info info) {
    Map<String, Object> raw = Optional.ofNullable(info.getRawValues()).orElse(Map.of());
    Set<EngineWeakness> weaknesses = EnumSet.noneOf(EngineWeakness.class);
    if (!Boolean.TRUE.equals(info.getMemoryLimit())) {
      weaknesses.add(EngineWeakness.MEMORY_LIMIT);
    }
    // Engines that are too old to say it can do it.
    if (!Boolean.TRUE.equals(raw.getOrDefault("PidsLimit", true))) {
      weaknesses.add(EngineWeakness.PIDS_LIMIT);
    }
    if (Boolean.FALSE.equals(info.getCpuCfsQuota())) {
      weaknesses.add(EngineWeakness.CPU_LIMIT);
    }
    return weaknesses;
  }

  /**
   * Podman's answer to Docker's question speaks of the machine, not of what its user may do there;
   * its answer to its own question is exact.
   */
  private EngineFacts podman(String version, JsonNode info) {
    JsonNode host = info.path("host");
    JsonNode security = host.path("security");
    Set<EngineWeakness> weaknesses = EnumSet.noneOf(EngineWeakness.class);
    List<String> controllers =
        Optional.of(host.path("cgroupControllers")).stream()
            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
            .map(JsonNode::asText)
            .toList();
    if (!controllers.contains("memory")) {
      weaknesses.add(EngineWeakness.MEMORY_LIMIT);
    }
    if (!controllers.contains("cpu")) {
      weaknesses.add(EngineWeakness.CPU_LIMIT);
    }
    if (!controllers.contains("pids")) {
      weaknesses.add(EngineWeakness.PIDS_LIMIT);
    }
    return new EngineFacts(
        engine.address(),
        Kind.PODMAN,
        version,
        security.path("rootless").asBoolean() ? ownerOfPodman(host) : new Users.Same(),
        "v2".equals(host.path("cgroupVersion").asText()) ? 2 : 1,
        security.path("seccompEnabled").asBoolean() ? Seccomp.PRESENT : Seccomp.ABSENT,
        weaknesses);
  }

  private static Users ownerOfPodman(JsonNode host) {
    Optional<Integer> uid = owner(host.path("idMappings").path("uidmap"));
    Optional<Integer> gid = owner(host.path("idMappings").path("gidmap"));
    return uid.isPresent() && gid.isPresent()
        ? new Users.Rootless(uid.get(), gid.get())
        : new Users.Unknown();
  }

  /** Root of a rootless engine's containers is the engine's owner. */
  private static Optional<Integer> owner(JsonNode mapping) {
    for (JsonNode range : mapping) {
      if (range.path("container_id").asInt(-1) == 0) {
        return Optional.of(range.path("host_id").asInt());
      }
    }
    return Optional.empty();
  }
}
