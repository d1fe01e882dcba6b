package io.consilium.process;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.consilium.contract.Beans;
import io.consilium.process.Words.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Element templates")
class ElementTemplatesTest {
  private static final Path FOLDER = Path.of(".camunda", "element-templates");
  private static final Words CONTRACT = Words.ofTheContract();

  @Test
  void exist_for_every_topic_bean_and_review_and_for_nothing_else() throws IOException {
    Stream<String> wanted =
        Stream.of(
                CONTRACT.of(Kind.TOPIC).stream().map(name -> "topic." + name),
                CONTRACT.of(Kind.BEAN).stream()
                    .filter(name -> !name.equals(Beans.CHECK_REVIEW))
                    .map(name -> "bean." + name),
                CONTRACT.of(Kind.FORM).stream()
                    .filter(name -> name.endsWith("-review"))
                    .map(name -> "decision." + name))
            .flatMap(ids -> ids)
            .map(id -> "io.consilium." + id);

    assertThat(templates().keySet()).containsExactlyInAnyOrderElementsOf(wanted.toList());
  }

  @Test
  void are_worn_by_every_step_and_human_task_and_agree_with_it() throws IOException {
    Map<String, JsonNode> templates = templates();
    List<Activity> worn = new ArrayList<>();
    Resources.diagrams().stream()
        .map(file -> Resources.diagram(Resources.nameOf(file)))
        .flatMap(diagram -> diagram.getModelElementsByType(Activity.class).stream())
        .filter(
            step ->
                Arrays.asList("serviceTask", "userTask")
                    .contains(step.getElementType().getTypeName()))
        .forEach(worn::add);

    assertThat(worn)
        .isNotEmpty()
        .allSatisfy(
            step -> {
              JsonNode template =
                  templates.getOrDefault(
                      camunda(step, "modelerTemplate"), MissingNode.getInstance());
              assertThat(template.isObject()).as(step.getId()).isTrue();
              assertThat(camunda(step, "modelerTemplateVersion"))
                  .isEqualTo(template.path("version").asText());
              assertThat(template.path("properties"))
                  .allSatisfy(
                      property -> {
                        String attribute =
                            property.path("binding").path("name").asText().replace("camunda:", "");
                        assertThat(camunda(step, attribute))
                            .as(step.getId())
                            .isEqualTo(property.path("value").asText());
                      });
            });
  }

  private static String camunda(Activity step, String attribute) {
    return Objects.requireNonNullElse(
        step.getAttributeValueNs(BpmnModelConstants.CAMUNDA_NS, attribute), "");
  }

  private static Map<String, JsonNode> templates() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        StreamSupport.stream(new ObjectMapper().readTree(file.toFile()).spliterator(), false)
            .forEach(all::add);
      }
    }
    return all.stream()
        .collect(toMap(template -> template.path("id").asText(), Function.identity()));
  }
}
