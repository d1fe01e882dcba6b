package io.consilium.worker.sandbox;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.ContainerType;
import io.consilium.contract.container.ImageReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Gets images by their registered digest, from the registries that the site allows. */
final class Images implements ImageSource {
  private static final String HUB = "docker.io";
  private static final int MOST_VOLUMES = 16;

  private final Engine engine;
  private final Set<String> registries;
  private final Map<String, String> mirrors;
  private final Duration pullPatience;

  Images(Engine engine, SandboxSettings settings) {
    this.engine = engine;
    this.registries = settings.registries();
    this.mirrors = settings.mirrors();
    this.pullPatience = settings.pullPatience();
  }

  /** The registered image, pulled when the engine does not have it. */
  @Override
  public SealedImage obtain(ContainerSpec container) throws Refusal, InterruptedException {
    requireDockerImage(container);
    if (!registries.contains(container.image().registry())) {
      throw new Refusal(
          Detail.REFUSED,
          "The image %s comes from the registry %s, which this site does not allow (allowed: %s)"
              .formatted(
                  container.config().image(),
                  container.image().registry(),
                  String.join(", ", new TreeSet<>(registries))));
    }
    ImageReference place = place(container.image());
    String name = place.byDigest(container.digest());
    Optional<InspectImageResponse> found = engine.image(name);
    if (found.isEmpty()) {
      pull(name);
      found = engine.image(name);
    }
    InspectImageResponse image =
        found.orElseThrow(
            () ->
                new Refusal(
                    Detail.IMAGE_UNAVAILABLE, "The engine pulled " + name + " but has it not"));
    requireDigest(image, place, container.digest());
    return sealed(image, name);
  }

  /** Where the image is pulled from; whichever it is, only the registered digest counts. */
  private ImageReference place(ImageReference image) {
    return Optional.ofNullable(mirrors.get(image.registry())).map(image::mirrored).orElse(image);
  }

  static void requireDockerImage(ContainerSpec container) throws Refusal {
    ContainerType type = container.config().type();
    if (type != ContainerType.DOCKER_IMAGE) {
      throw new Refusal(
          Detail.REFUSED,
          "The container %s is a %s; this worker runs %s only"
              .formatted(container.id(), type.word(), ContainerType.DOCKER_IMAGE.word()));
    }
  }

  private void pull(String name) throws Refusal, InterruptedException {
    Optional<String> problem = engine.pull(name, pullPatience);
    if (problem.isEmpty()) {
      return;
    }
    String words = problem.get();
    String said = "The image %s could not be pulled: %s".formatted(name, words);
    if (words.contains("verification failed") || words.contains("does not match")) {
      throw new Refusal(Detail.DIGEST_MISMATCH, said);
    }
    if (List.of("not found", "manifest unknown", "name unknown", "no matching manifest", "denied")
        .stream()
        .anyMatch(words::contains)) {
      throw new Refusal(Detail.IMAGE_UNAVAILABLE, said);
    }
    throw new EngineUnreachableException(said);
  }

  private static void requireDigest(
      InspectImageResponse image, ImageReference wanted, String digest) throws Refusal {
    List<String> digests = Optional.ofNullable(image.getRepoDigests()).orElse(List.of());
    boolean registered =
        digests.stream()
            .map(ImageReference::parse)
            .flatMap(Optional::stream)
            .anyMatch(
                known ->
                    known.registry().equals(wanted.registry())
                        && path(known).equals(path(wanted))
                        && known.digest().equals(Optional.of(digest)));
    if (!registered) {
      throw new Refusal(
          Detail.DIGEST_MISMATCH,
          "The engine gave for %s an image with the digests %s"
              .formatted(wanted.byDigest(digest), digests));
    }
  }

  /** The hub's own images have a prefix that the engine leaves out. */
  private static String path(ImageReference image) {
    String path = image.repository();
    return image.registry().equals(HUB) && path.startsWith("library/")
        ? path.substring("library/".length())
        : path;
  }

  static SealedImage sealed(InspectImageResponse image, String name) throws Refusal {
    Optional<ContainerConfig> config = Optional.ofNullable(image.getConfig());
    Set<String> volumes =
        config.map(ContainerConfig::getVolumes).map(Map::keySet).map(Set::copyOf).orElse(Set.of());
    for (String volume : volumes) {
      if (volumes.size() > MOST_VOLUMES || !Places.canBeCovered(volume)) {
        throw new Refusal(
            Detail.REFUSED,
            "The image %s declares volumes that cannot be sealed (VOLUME %s): build it without"
                .formatted(name, volumes));
      }
    }
    Set<String> variables =
        config
            .map(ContainerConfig::getEnv)
            .map(Arrays::stream)
            .map(all -> all.map(variable -> variable.split("=", 2)[0]).collect(Collectors.toSet()))
            .orElse(Set.of());
    return new SealedImage(
        Optional.ofNullable(image.getId())
            .orElseThrow(() -> new EngineUnreachableException("The image " + name + " has no id")),
        volumes,
        variables);
  }
}
