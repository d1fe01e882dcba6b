package io.consilium.contract.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.contract.text.StrictYaml;
import io.consilium.contract.text.StrictYaml.Limits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ParametersTest {
  private static final String YAML =
      "{tiny: 1.0e-7, large: 1.0e+22, cut: 1.119, count: 3, name: 'no', list: [true, 'é', null]}";

  @Test
  void theFileHoldsTheRegisteredValues() {
    JsonNode registered = tree(YAML);

    assertThat(CanonicalJson.write(tree(Parameters.of(registered).toYaml())))
        .isEqualTo(CanonicalJson.write(registered));
  }

  @Test
  void aReaderOfOldYamlSeesNumbersAsNumbersAndTextsAsTexts() {
    Map<String, Object> read =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Parameters.of(tree(YAML)).toYaml());

    assertThat(read)
        .containsEntry("tiny", 1e-7)
        .containsEntry("large", 1e22)
        .containsEntry("cut", 1.119)
        .containsEntry("count", 3)
        .containsEntry("name", "no");
    assertThat(Parameters.of(tree(YAML)).toYaml())
        .as("YAML 1.1 wants a point and a sign of the exponent")
        .contains("1.0e-7", "1.0e+22");
  }

  @Test
  void withoutParametersTheFileIsAnEmptyMap() {
    assertThat(tree(Parameters.NONE.toYaml())).isEmpty();
  }

  private static JsonNode tree(String yaml) {
    return StrictYaml.read("x", yaml, Limits.DOCUMENT).tree();
  }
}
