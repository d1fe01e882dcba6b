package io.consilium.worker.sandbox;

import static io.consilium.worker.sandbox.SealedMount.Access.READ;
import static io.consilium.worker.sandbox.SealedMount.Access.WRITE;

import io.consilium.contract.container.ContainerTask;
import io.consilium.contract.container.Volume;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.container.VolumeType;
import io.consilium.worker.sandbox.SealedMount.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what of the site a container sees and where: what its configuration wants, as far as its
 * role allows.
 */
final class Places {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private final Collection<Path> secrets;

  /**
   * Places of a site.
   *
   * @param secrets what no container may see, whoever asks: keys, the engine's socket
   */
  Places(Collection<Path> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /**
   * The mounts of a step. Outputs are made and given to the container's user.
   *
   * @param user the container's user as this machine sees it
   */
  List<SealedMount> of(SealedStep step, ContainerTask task, Path parametersFile, RunAs user)
      throws Refusal, IOException {
    List<SealedMount> mounts = new ArrayList<>();
    for (Map.Entry<VolumeKey, Volume> wanted : task.inputs().entrySet()) {
      VolumeKey key = wanted.getKey();
      if (!step.role().mayRead(key)) {
        throw forbidden(step, key, "read");
      }
      Path source =
          Optional.ofNullable(
                  key == VolumeKey.PARAMETERS_FILE ? parametersFile : step.inputs().get(key))
              .orElseThrow(
                  () ->
                      new Refusal(
                          Detail.INPUT_MISSING,
                          "The container %s wants to read %s, for which this site has nothing"
                              .formatted(step.container().id(), key.word())));
      Path real = existing(source, key, wanted.getValue().type());
      mounts.add(mount(real, wanted.getValue(), READ));
      requireNothingMountedInside(real);
    }
    for (Map.Entry<VolumeKey, Volume> wanted : task.outputs().entrySet()) {
      VolumeKey key = wanted.getKey();
      if (!step.role().mayWrite(key)) {
        throw forbidden(step, key, "write");
      }
      Path real = Outputs.prepare(key, wanted.getValue().type(), step, user);
      mounts.add(mount(real, wanted.getValue(), WRITE));
    }
    requireApart(mounts, step);
    return mounts;
  }

  /** The volumes that the image declares and that no mount takes the place of. */
  static Set<String> uncovered(SealedImage image, List<SealedMount> mounts, SealedStep step)
      throws Refusal {
    List<String> targets = mounts.stream().map(SealedMount::target).toList();
    for (String volume : image.volumes()) {
      for (String target : targets) {
        if (volume.startsWith(target + "/")) {
          throw new Refusal(
              Detail.REFUSED,
              "The image of %s declares the volume %s inside %s, which the site mounts"
                  .formatted(step.container().id(), volume, target));
        }
      }
    }
    return image.volumes().stream()
        .filter(volume -> !targets.contains(volume))
        .collect(Collectors.toSet());
  }

  /** Whether a folder of an image can be covered by another without breaking the container. */
  static boolean canBeCovered(String folder) {
    return folder.matches("(/[^/\\\\:,]+)+")
        && Path.of(folder).normalize().toString().equals(folder)
        && Stream.of("/proc", "/sys", "/dev").noneMatch(system -> isIn(folder, system));
  }

  private SealedMount mount(Path source, Volume volume, Access access) throws Refusal {
    for (Path secret : secrets) {
      Path real = real(secret);
      if (real.startsWith(source) || source.startsWith(real)) {
        throw new Refusal(
            Detail.REFUSED,
            source + " cannot be shown to a container because of " + secret + ", which is secret");
      }
    }
    return new SealedMount(source, volume.mountPath(), volume.type(), access);
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      // It does not exist, so it cannot be shown; its name may still be refused.
      return path;
    }
  }

  private static Path existing(Path source, VolumeKey key, VolumeType type)
      throws Refusal, IOException {
    boolean fits =
        switch (type) {
          case FILE -> Files.isRegularFile(source);
          case DIRECTORY -> Files.isDirectory(source);
        };
    if (!fits) {
      throw new Refusal(
          Detail.INPUT_MISSING,
          "%s for %s is not a %s%s"
              .formatted(
                  source,
                  key.word(),
                  type.word(),
                  Files.exists(source) ? "" : ": it does not exist"));
    }
    return source.toRealPath();
  }

  private static Refusal forbidden(SealedStep step, VolumeKey key, String deed) {
    return new Refusal(
        Detail.REFUSED,
        "The container %s wants to %s %s, which no %s may"
            .formatted(step.container().id(), deed, key.word(), step.role()));
  }

  private static void requireApart(List<SealedMount> mounts, SealedStep step) throws Refusal {
    for (SealedMount one : mounts) {
      if (!canBeCovered(one.target()) || isIn(SealedContainer.TMP, one.target())) {
        throw new Refusal(
            Detail.REFUSED,
            "The container %s wants a volume at %s, where nothing of the site can be"
                .formatted(step.container().id(), one.target()));
      }
      long around = mounts.stream().filter(other -> isIn(one.target(), other.target())).count();
      if (around > 1) {
        throw new Refusal(
            Detail.REFUSED,
            "The container %s wants a volume at %s inside another"
                .formatted(step.container().id(), one.target()));
      }
    }
  }

  private static boolean isIn(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }

  /** Engines before version 25 leave file systems inside a read-only mount writable. */
  private static void requireNothingMountedInside(Path source) throws Refusal, IOException {
    if (!Files.exists(MOUNTS)) {
      return;
    }
    for (String line : Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1)) {
      Path mounted = Path.of(unescape(line.split(" ", 6)[4]));
      if (mounted.startsWith(source) && !mounted.equals(source)) {
        throw new Refusal(
            Detail.REFUSED,
            "Inside %s another file system is mounted at %s, which could not be kept read-only: mount it elsewhere"
                .formatted(source, mounted));
      }
    }
  }

  private static String unescape(String field) {
    Matcher escape = OCTAL.matcher(field);
    byte[] raw =
        escape
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 8))))
            .getBytes(StandardCharsets.ISO_8859_1);
    return new String(raw, StandardCharsets.UTF_8);
  }
}
