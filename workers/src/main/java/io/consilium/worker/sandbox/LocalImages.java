package io.consilium.worker.sandbox;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.consilium.contract.container.ContainerSpec;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Images that are on the engine already, by digest or else by tag: for authors who try what they
 * have just built. Nothing is pulled. No site's data may ever be shown to them.
 */
final class LocalImages implements ImageSource {
  private final Engine engine;
  private final Consumer<String> notes;
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  /**
   * Images of an engine.
   *
   * @param notes takes a sentence about each image that was found by its tag alone
   */
  LocalImages(Engine engine, Consumer<String> notes) {
    this.engine = engine;
    this.notes = notes;
  }

  @Override
  public SealedImage obtain(ContainerSpec container) throws Refusal {
    Images.requireDockerImage(container);
    String tag = container.config().image();
    Optional<InspectImageResponse> found = engine.image(container.imageByDigest());
    if (found.isEmpty()) {
      found = engine.image(tag);
      found.ifPresent(image -> note(tag));
    }
    return Images.sealed(
        found.orElseThrow(
            () ->
                new Refusal(
                    Detail.IMAGE_UNAVAILABLE,
                    "The container engine has no image %s, and a test run pulls nothing"
                        .formatted(tag))),
        tag);
  }

  private void note(String tag) {
    if (noted.add(tag)) {
      notes.accept(
          "the image %s was found by its tag, so its digest is not pinned: sites run exactly the digest that is registered"
              .formatted(tag));
    }
  }
}
