package io.consilium.contract.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.Problems;

/** Reads a model from its tree. */
final class ModelReader {
  private final JsonNode tree;
  private final Problems problems;

  ModelReader(JsonNode tree, Problems problems) {
    this.tree = tree;
    this.problems = problems;
  }

  void checkForm() {
    new ContainerRules(problems).check(tree.path("container"), Role.MODEL, "/container");
    DocumentForm.MODEL.check(tree, problems);
  }

  ModelDocument read(String canonicalJson) {
    String id = tree.path("id").asText();
    String title = tree.path("title").asText();
    return new ModelDocument(
        canonicalJson, id, title, ContainerReader.read(id, title, tree.path("container")));
  }
}
