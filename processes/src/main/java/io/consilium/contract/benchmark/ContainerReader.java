package io.consilium.contract.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.container.ContainerConfig;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.container.Parameters;
import io.consilium.contract.text.Problems;

/** Reads a container whose form is already checked. */
final class ContainerReader {
  private ContainerReader() {}

  static ContainerSpec read(JsonNode node) {
    return read(node.path("id").asText(), node.path("title").asText(), node);
  }

  static ContainerSpec read(String id, String title, JsonNode node) {
    return new ContainerSpec(
        id,
        title,
        ContainerConfig.read(node.path("config"), "", new Problems()).orElseThrow(),
        node.path("digest").asText(),
        node.has("parameters") ? Parameters.of(node.path("parameters")) : Parameters.NONE);
  }
}
