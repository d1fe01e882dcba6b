package io.consilium.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.platform.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The description of the people's API")
class ApiDescriptionTest extends Scenario {
  @Test
  @DisplayName("is OpenAPI, and says of every operation what it does")
  void everyOperation() {
    JsonNode description = person("ines").get("/api/openapi.json").json();

    assertThat(description.get("openapi").asText()).startsWith("3.");
    List<String> paths = new ArrayList<>();
    description.get("paths").fieldNames().forEachRemaining(paths::add);
    assertThat(paths)
        .contains(
            "/api/assets",
            "/api/benchmarks",
            "/api/benchmarks/{id}",
            "/api/models",
            "/api/models/{modelId}/associations",
            "/api/facilities",
            "/api/datasets",
            "/api/tests/{testId}",
            "/api/rounds",
            "/api/rounds/{id}",
            "/api/rounds/{id}/report",
            "/api/rounds/{id}/report.csv")
        .allMatch(path -> path.startsWith("/api/"));
    for (JsonNode path : description.get("paths")) {
      for (JsonNode operation : path) {
        assertThat(operation.path("summary").asText()).as(operation.toString()).isNotBlank();
      }
    }
  }
}
