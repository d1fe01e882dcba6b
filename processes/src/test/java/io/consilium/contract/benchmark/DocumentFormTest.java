package io.consilium.contract.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.consilium.contract.container.ContainerType;
import io.consilium.contract.container.TaskName;
import io.consilium.contract.container.VolumeKey;
import io.consilium.contract.text.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentFormTest {
  @ParameterizedTest
  @ValueSource(strings = {"benchmark", "model", "container"})
  void eachSchemaIsAJsonSchemaOfDraft2020(String name) throws IOException {
    assertThat(
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(SchemaLocation.of(SchemaId.V202012))
                .validate(schema(name).toString(), InputFormat.JSON))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"benchmark", "model", "container"})
  void everyMapWithFieldsRefusesOthersAndHasATitle(String name) throws IOException {
    List<JsonNode> maps = schema(name).findParents("properties");

    assertThat(maps)
        .isNotEmpty()
        .filteredOn(map -> map.path("type").isTextual())
        .allSatisfy(
            map -> {
              assertThat(map.path("additionalProperties").isBoolean()).isTrue();
              assertThat(map.path("additionalProperties").booleanValue()).isFalse();
              assertThat(map.path("title").asText()).isNotBlank();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"benchmark", "container"})
  void everyPatternHasWordsForTheMessage(String name) throws IOException {
    assertThat(schema(name).findParents("pattern"))
        .filteredOn(rule -> rule.path("type").asText().equals("string"))
        .filteredOn(rule -> rule.path("pattern").isTextual())
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat(
                        rule.has("description")
                            || rule.path("pattern").asText().startsWith("^device"))
                    .isTrue());
  }

  @ParameterizedTest
  @EnumSource(TaskName.class)
  void theVocabularyOfVolumesIsThatOfTheCode(TaskName task) throws IOException {
    JsonNode volumes =
        schema("container")
            .at("/$defs/config/properties/tasks/properties/" + task.word() + "/properties");

    assertThat(names(volumes.at("/input_volumes/properties")))
        .containsExactlyInAnyOrderElementsOf(
            task.inputKeys().stream().map(VolumeKey::word).toList());
    assertThat(names(volumes.at("/output_volumes/properties")))
        .containsExactlyInAnyOrderElementsOf(
            task.outputKeys().stream().map(VolumeKey::word).toList());
  }

  @Test
  void tasksAndTypesAreThoseOfTheCode() throws IOException {
    JsonNode config = schema("container").at("/$defs/config/properties");

    assertThat(names(config.at("/tasks/properties")))
        .containsExactlyElementsOf(Arrays.stream(TaskName.values()).map(TaskName::word).toList());
    assertThat(config.at("/container_type/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(
            Arrays.stream(ContainerType.values()).map(ContainerType::word).toList());
  }

  private static List<String> names(JsonNode map) {
    List<String> names = new ArrayList<>();
    map.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode schema(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(
            DocumentFormTest.class.getResourceAsStream("/schema/" + name + ".schema.json"))) {
      return CanonicalJson.STRICT.readTree(stream);
    }
  }
}
