package io.consilium.worker.sandbox;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Finds out whether an engine's machine sees the site's folders at the paths at which this machine
 * sees them. An engine looks for what is to be mounted before it looks for the image, so that a
 * container of an image that no engine has tells without ever coming to be.
 */
final class SharedFolders {
  private static final String MARKER = ".seen-by-engine-";

  private SharedFolders() {}

  /**
   * Lets the engine look for a file that was made just now, under a name that nothing else has.
   *
   * @throws EngineUnreachableException when it does not see the file
   */
  static void require(Engine engine, Path home, Path scratch) {
    String name = MARKER + UUID.randomUUID();
    Path marker = scratch.resolve(name);
    try {
      Scratch.makePrivate(scratch);
      Files.createFile(marker);
      try {
        ask(engine, home, marker, name);
      } finally {
        Files.deleteIfExists(marker);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + scratch + " cannot be written", e);
    }
  }

  private static void ask(Engine engine, Path home, Path marker, String name) {
    try {
      engine.create(
          "consilium.invalid/no-such-image" + ":" + UUID.randomUUID(),
          "consilium-look" + name.substring(MARKER.length()),
          command ->
              command.withHostConfig(
                  HostConfig.newHostConfig()
                      .withNetworkMode("none")
                      .withMounts(
                          List.of(
                              new Mount()
                                  .withType(MountType.BIND)
                                  .withSource(marker.toString())
                                  .withTarget("/marker")
                                  .withReadOnly(true)
                                  .withBindOptions(
                                      new BindOptions()
                                          .withPropagation(BindPropagation.R_PRIVATE))))));
    } catch (NotFoundException e) {
      // It saw the file, and has no such image.
    } catch (DockerException e) {
      throw new EngineUnreachableException(
          ("The container engine at %s does not see this site's folders: its machine must have %s at"
                  + " the same path, for example by a shared file system (it said: %s)")
              .formatted(engine.address(), home, Engine.words(e)),
          e);
    }
  }
}
