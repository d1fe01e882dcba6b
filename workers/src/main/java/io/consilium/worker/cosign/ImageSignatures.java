package io.consilium.worker.cosign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.consilium.contract.Ids;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.ImageReference;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.outbound.Network;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks that an image is signed by one of the site's cosign keys. The signature stands in the
 * image's repository under a tag made of its digest; it is over a payload that names that digest
 * ("simple signing"). Neither the platform nor the registry can make one.
 */
public final class ImageSignatures {
  private static final String PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  private static final String TYPE = "cosign container image signature";
  private static final int LONGEST_MANIFEST = 1 << 20;
  private static final int LONGEST_PAYLOAD = 1 << 16;
  private static final int MOST_SIGNATURES = 50;

  private final List<VerificationKey> keys;
  private final Set<String> registries;
  private final Registry registry;
  private final Set<String> found = ConcurrentHashMap.newKeySet();

  /**
   * Signatures by some keys.
   *
   * @param keys one of them has to have signed; with none, nothing is checked
   * @param registries the registries that may be asked
   * @param network how they are reached, and which mirrors stand for them
   */
  public ImageSignatures(List<VerificationKey> keys, Set<String> registries, Network network) {
    this.keys = List.copyOf(keys);
    this.registry = new Registry(network);
    this.registries = Set.copyOf(registries);
  }

  /** Whether images have to be signed at all. */
  public boolean areRequired() {
    return !keys.isEmpty();
  }

  /**
   * Looks for a signature of the registered image.
   *
   * @throws UnsignedImageException when there is none by the site's keys
   * @throws RegistryUnavailableException when it cannot be known now
   */
  public void require(ContainerSpec container) throws UnsignedImageException {
    if (keys.isEmpty() || found.contains(container.imageByDigest())) {
      return;
    }
    ImageReference image = container.image();
    if (!registries.contains(image.registry())) {
      throw new UnsignedImageException(
          "the image %s comes from the registry %s, which this site does not allow (allowed: %s)"
              .formatted(
                  container.imageByDigest(),
                  image.registry(),
                  String.join(", ", new TreeSet<>(registries))));
    }
    String tag = container.digest().replace(':', '-') + ".sig";
    byte[] manifest =
        registry
            .manifest(image, tag, LONGEST_MANIFEST)
            .orElseThrow(() -> unsigned(container, "it has no signature (tag %s)".formatted(tag)));
    JsonNode layers = json(manifest).path("layers");
    for (int i = 0; i < Math.min(layers.size(), MOST_SIGNATURES); i++) {
      if (isBySiteKey(layers.get(i), image, container.digest())) {
        found.add(container.imageByDigest());
        return;
      }
    }
    throw unsigned(
        container,
        "none of its %d signatures is valid and by one of these keys".formatted(layers.size()));
  }

  private boolean isBySiteKey(JsonNode layer, ImageReference image, String imageDigest) {
    String digest = layer.path("digest").asText();
    Optional<byte[]> signature = base64(layer.path("annotations").path(SIGNATURE).asText());
    if (!layer.path("mediaType").asText().equals(PAYLOAD)
        || !Ids.isDigest(digest)
        || signature.isEmpty()) {
      return false;
    }
    return registry
        .blob(image, digest, LONGEST_PAYLOAD)
        .filter(payload -> digest.equals("sha256:" + CanonicalJson.sha256(payload)))
        .filter(payload -> keys.stream().anyMatch(key -> key.verifies(payload, signature.get())))
        .filter(payload -> names(payload, imageDigest))
        .isPresent();
  }

  /** Whether the payload speaks of that image; a good signature of another one is worth nothing. */
  private static boolean names(byte[] payload, String imageDigest) {
    JsonNode critical = json(payload).path("critical");
    return critical.path("type").asText().equals(TYPE)
        && critical.path("image").path("docker-manifest-digest").asText().equals(imageDigest);
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return Optional.ofNullable(CanonicalJson.STRICT.readTree(bytes))
          .orElse(MissingNode.getInstance());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static UnsignedImageException unsigned(ContainerSpec container, String why) {
    return new UnsignedImageException(
        "the image %s is not signed by any of the cosign_keys in site-policy.yaml: %s"
            .formatted(container.imageByDigest(), why));
  }
}
