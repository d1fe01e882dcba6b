package io.consilium.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.worker.authorisation.Order;
import io.consilium.worker.zoo.Attack;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final Map<String, Object> EXECUTION =
      Map.of(
          Variables.EXECUTION_ID, "7d9c1f1e-0000-4000-8000-000000000001",
          Variables.ROUND_ID, "aspirates-r1-round-1",
          Variables.DATASET_ID, "aurora.fna",
          Variables.BENCHMARK_ID, "aspirates",
          Variables.REVISION_NUMBER, 1,
          Variables.REVISION_DIGEST, DIGEST,
          Variables.MODEL_ID, "random-forest");

  @Test
  void anExecutionIsReadFromItsVariables() throws Exception {
    assertThat(read(Topics.INFER, EXECUTION))
        .isEqualTo(
            new Order.Inference(
                "7d9c1f1e-0000-4000-8000-000000000001",
                "aspirates-r1-round-1",
                "aurora.fna",
                "random-forest",
                new Order.RevisionRef("aspirates", 1, DIGEST)));
  }

  @Test
  void aTestWithoutAModelIsOneOfTheReferenceModel() throws Exception {
    Order order =
        read(
            Topics.COMPATIBILITY_TEST,
            Map.of(
                Variables.TEST_ID, "aspirates-r1",
                Variables.BENCHMARK_ID, "aspirates",
                Variables.REVISION_NUMBER, 1));

    assertThat(order)
        .isEqualTo(new Order.CompatibilityTest("aspirates-r1", "aspirates", 1, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "executionId, ../../keys",
    "executionId, ''",
    "datasetId, aurora/fna",
    "modelId, ../models",
    "benchmarkId, Aspirates",
    "revisionDigest, latest",
    "revisionNumber, 1"
  })
  void aMalformedVariableIsRefused(String variable, String value) {
    Map<String, Object> variables = new HashMap<>(EXECUTION);
    variables.put(variable, value);

    assertThatThrownBy(() -> read(Topics.EVALUATE, variables))
        .isInstanceOf(Orders.Unreadable.class)
        .hasMessageContaining(variable);
  }

  @Test
  @Attack("platform/unknown_topic")
  void anUnknownTopicIsRefused() {
    assertThatThrownBy(() -> read("run-anything", EXECUTION))
        .isInstanceOf(Orders.Unreadable.class)
        .hasMessageContaining("run-anything");
  }

  @Test
  void theWorkerAsksForVariablesOfEveryTopicThatItServes() {
    assertThat(Topics.OF_A_FACILITY).allSatisfy(t -> assertThat(Orders.variables(t)).isNotEmpty());
    assertThat(Topics.OF_THE_PROVING_GROUND)
        .allSatisfy(t -> assertThat(Orders.variables(t)).isNotEmpty());
  }

  private static Order read(String topic, Map<String, Object> variables) throws Orders.Unreadable {
    return Orders.read(topic, name -> Optional.ofNullable(variables.get(name)));
  }
}
