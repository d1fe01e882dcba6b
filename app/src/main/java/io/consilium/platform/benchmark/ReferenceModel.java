package io.consilium.platform.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.text.CanonicalJson;
import java.util.List;

/** A benchmark's reference model as a model like any other. */
final class ReferenceModel {
  private static final List<String> OF_THE_MODEL = List.of("id", "title");

  private ReferenceModel() {}

  /** The document by which its owner could have submitted it. */
  static ModelDocument of(BenchmarkDocument benchmark) {
    try {
      ObjectNode container =
          CanonicalJson.STRICT
              .readTree(benchmark.canonicalJson())
              .at("/containers/reference_model")
              .deepCopy();
      ObjectNode model = container.objectNode().put("schema", "consilium/model/v1");
      OF_THE_MODEL.forEach(key -> model.set(key, container.remove(key)));
      model.set("container", container);
      return ModelDocument.fromCanonicalJson(CanonicalJson.canonical(model.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
