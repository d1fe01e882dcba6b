package io.consilium.contract.benchmark;

import static io.consilium.contract.benchmark.Documents.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.text.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDocumentTest {
  private static final String MODEL = Documents.model();

  @Test
  void aModelIsTheSameAfterAWayThroughItsCanonicalJson() {
    ModelDocument model = ModelDocument.parse(MODEL);

    assertThat(model.id()).isEqualTo("random-forest");
    assertThat(model.container().title()).isEqualTo("Random forest");
    assertThat(model.container().parameters().canonicalJson()).isEqualTo("{\"threshold\":0.5}");
    assertThat(ModelDocument.fromCanonicalJson(model.canonicalJson())).isEqualTo(model);
    assertThat(model.digest()).matches("sha256:[0-9a-f]{64}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "  digest:|  digits:|container.digest is missing: register the image by its sha256 digest",
        "id: random-forest|id: random_forest|id: \"random_forest\" is not a short name",
        "title: Random forest|name: Random forest|name is not a known field; allowed here are schema",
        "  parameters:|  weights: x\\n  parameters:|container.weights is not a known field",
        "model/v1|benchmark/v1|schema: must be \"consilium/model/v1\"",
        "data_path:|labels_path:|\"labels_path\" is not an input volume of the task infer",
        "DockerImage|DockerArchive|DockerArchive is not supported yet by this platform"
      })
  void aMistakeIsNamedWithItsPlace(String old, String mistake, String message) {
    assertThatThrownBy(() -> ModelDocument.parse(with(MODEL, old, mistake.replace("\\n", "\n"))))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageStartingWith("model.yaml")
        .hasMessageContaining(message);
  }
}
