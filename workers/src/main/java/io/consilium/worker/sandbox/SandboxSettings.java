package io.consilium.worker.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What the site decides once for all steps.
 *
 * @param engine address of the container engine on this machine, for example {@code
 *     unix:///var/run/docker.sock}
 * @param facilityId labels the containers
 * @param home the site's folder; tells this worker's containers from those of another on the same
 *     engine
 * @param scratch folder for what lives no longer than a case; only the sandbox writes there
 * @param registries host and port of each registry that images may come from
 * @param pullPatience how long the pull of an image may take
 * @param engineExceptions what the site knowingly lets the engine lack
 * @param mirrors where images of a registry are pulled from instead, by its host and port
 */
public record SandboxSettings(
    URI engine,
    String facilityId,
    Path home,
    Path scratch,
    Set<String> registries,
    Duration pullPatience,
    Set<EngineWeakness> engineExceptions,
    Map<String, String> mirrors) {
  public SandboxSettings {
    home = home.toAbsolutePath().normalize();
    scratch = scratch.toAbsolutePath().normalize();
    registries = Set.copyOf(registries);
    engineExceptions = Set.copyOf(engineExceptions);
    mirrors = Map.copyOf(mirrors);
  }

  /** The settings of a site that pulls from the registries themselves. */
  public SandboxSettings(
      URI engine,
      String facilityId,
      Path home,
      Path scratch,
      Set<String> registries,
      Duration pullPatience,
      Set<EngineWeakness> engineExceptions) {
    this(engine, facilityId, home, scratch, registries, pullPatience, engineExceptions, Map.of());
  }

  /** The same, with images of a registry pulled from somewhere else. */
  public SandboxSettings pullingFrom(Map<String, String> others) {
    return new SandboxSettings(
        engine, facilityId, home, scratch, registries, pullPatience, engineExceptions, others);
  }

  /** The same for another engine. */
  SandboxSettings at(URI anotherEngine) {
    return new SandboxSettings(
        anotherEngine,
        facilityId,
        home,
        scratch,
        registries,
        pullPatience,
        engineExceptions,
        mirrors);
  }
}
