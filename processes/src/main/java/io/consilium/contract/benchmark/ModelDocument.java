package io.consilium.contract.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.contract.text.Problems;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.YamlDocument;

/**
 * A model as its owner submits it.
 *
 * @param canonicalJson the document as written, as canonical JSON (RFC 8785); the digest is over it
 * @param id short name of the model
 * @param title name for people
 * @param container what runs; it bears the model's id and title
 */
public record ModelDocument(
    String canonicalJson, String id, String title, ContainerSpec container) {
  private static final String NAME = "model.yaml";

  /**
   * Reads a model.yaml.
   *
   * @throws io.consilium.contract.text.InvalidDocumentException naming everything that is wrong
   */
  public static ModelDocument parse(String yaml) {
    YamlDocument document = StrictYaml.read(NAME, yaml, StrictYaml.Limits.DOCUMENT);
    Problems problems = new Problems();
    ModelReader reader = new ModelReader(document.tree(), problems);
    reader.checkForm();
    document.throwIfAny(problems);
    return reader.read(CanonicalJson.write(document.tree()));
  }

  /**
   * Reads the text of {@link #canonicalJson()} back, with the same checks as {@link #parse}.
   *
   * @throws io.consilium.contract.text.InvalidDocumentException naming everything that is wrong
   */
  public static ModelDocument fromCanonicalJson(String json) {
    JsonNode tree = CanonicalJson.read(NAME, json);
    Problems problems = new Problems();
    ModelReader reader = new ModelReader(tree, problems);
    reader.checkForm();
    problems.throwIfAny(NAME);
    return reader.read(json);
  }

  /** {@code sha256:} and 64 hex digits of the canonical JSON. */
  public String digest() {
    return CanonicalJson.digest(canonicalJson);
  }
}
