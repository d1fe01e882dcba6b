package io.consilium.worker.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.consilium.contract.text.CanonicalJson;

/**
 * Stands for everything that the engine is told about a container: two containers with the same
 * seal are the same run of the same image on the same files within the same limits.
 */
final class Seal {
  private static final ObjectMapper SORTED =
      DefaultDockerClientConfig.createDefaultConfigBuilder()
          .build()
          .getObjectMapper()
          .copy()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Seal() {}

  /** SHA-256 over the description as it is sent, 64 hex digits. */
  static String of(CreateContainerCmd description) {
    try {
      return CanonicalJson.sha256(SORTED.writeValueAsString(description));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What is sent to the engine is JSON", e);
    }
  }
}
