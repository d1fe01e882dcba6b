package io.consilium.contract.benchmark;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.contract.text.Problem;
import io.consilium.contract.text.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The JSON Schemas of the documents. Each is loaded when it is first needed, once. */
enum DocumentForm {
  BENCHMARK("benchmark.schema.json"),
  MODEL("model.schema.json");

  private static final String FOLDER = "/schema/";

  private final String file;

  DocumentForm(String file) {
    this.file = file;
  }

  /** Adds what is wrong with the form, except where a problem is already known. */
  void check(JsonNode tree, Problems problems) {
    List<Problem> found =
        schema().validate(tree).stream()
            .map(finding -> new FormProblem(finding, rule(finding)).problem())
            .filter(problem -> !problems.touch(problem.pointer()))
            .toList();
    found.forEach(problem -> problems.add(problem.pointer(), problem.message()));
  }

  private JsonSchema schema() {
    return switch (this) {
      case BENCHMARK -> Benchmark.SCHEMA;
      case MODEL -> Model.SCHEMA;
    };
  }

  /** The part of a schema that a finding is about, for its words. */
  private static JsonNode rule(ValidationMessage finding) {
    String location = finding.getSchemaLocation().toString();
    int fragment = location.indexOf('#');
    String file = location.substring(location.lastIndexOf('/', fragment) + 1, fragment);
    return resource(file).at(JsonPointer.compile(location.substring(fragment + 1)).head());
  }

  private static JsonNode resource(String file) {
    try (InputStream stream =
        Objects.requireNonNull(DocumentForm.class.getResourceAsStream(FOLDER + file), file)) {
      return CanonicalJson.STRICT.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonSchema load(DocumentForm form) {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of("classpath:" + FOLDER + form.file), config);
    schema.initializeValidators();
    return schema;
  }

  private static final class Benchmark {
    static final JsonSchema SCHEMA = load(BENCHMARK);
  }

  private static final class Model {
    static final JsonSchema SCHEMA = load(MODEL);
  }
}
