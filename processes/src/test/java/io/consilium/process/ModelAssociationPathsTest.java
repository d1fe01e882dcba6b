package io.consilium.process;

import static io.consilium.process.Example.BENCHMARK;
import static io.consilium.process.Example.COMMITTEE;
import static io.consilium.process.Example.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.consilium.contract.Beans;
import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.process.TestEngine.Case;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@PathsOf(ProcessKeys.MODEL_ASSOCIATION)
@DisplayName("A model's association")
class ModelAssociationPathsTest {
  private static final String ASSOCIATION = Ids.association(MODEL, BENCHMARK, 1);

  @Test
  void is_approved_by_the_benchmarks_committee(TestEngine platform) {
    Case association = submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    platform.decide(platform.taskFor(COMMITTEE), Variables.APPROVE, "");

    assertThat(association.endedAt()).hasValue("EndEvent_ModelAssociated");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.APPROVE_MODEL_ASSOCIATION);
              assertThat(call.businessKey()).isEqualTo(ASSOCIATION);
            });
  }

  @Test
  void is_declined_by_the_benchmarks_committee(TestEngine platform) {
    Case association = submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    platform.decide(platform.taskFor(COMMITTEE), Variables.DECLINE, "Trained on our test data.");

    assertThat(association.endedAt()).hasValue("EndEvent_ModelDeclined");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.DECLINE_MODEL_ASSOCIATION);
              assertThat(call.variables())
                  .contains(entry(Variables.COMMENT, "Trained on our test data."))
                  .doesNotContainKey(Variables.REASON);
            });
  }

  @Test
  void tests_the_model_itself_at_the_proving_ground(TestEngine platform) {
    submitted(platform);

    Case test = platform.running(ProcessKeys.COMPATIBILITY_TEST);

    assertThat(test.businessKey()).isEqualTo(ASSOCIATION);
    assertThat(test.variables())
        .containsOnly(
            entry(Variables.TEST_ID, ASSOCIATION),
            entry(Variables.BENCHMARK_ID, BENCHMARK),
            entry(Variables.REVISION_NUMBER, 1),
            entry(Variables.MODEL_ID, MODEL),
            entry(Variables.FACILITY_ID, Ids.PROVING_GROUND));
  }

  @Test
  void is_declined_when_the_model_is_incompatible(TestEngine platform) {
    Case association = submitted(platform);

    platform.refuse(Topics.COMPATIBILITY_TEST, Reason.STEP_FAILED);

    assertThat(association.endedAt()).hasValue("EndEvent_ModelIncompatible");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.DECLINE_MODEL_ASSOCIATION);
              assertThat(call.variables())
                  .containsEntry(Variables.REASON, Reason.COMPATIBILITY_FAILED);
            });
  }

  @Test
  void lapses_after_thirty_days_without_a_decision(TestEngine platform) {
    Case association = submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    platform.letPass(Duration.ofDays(30));

    assertThat(association.endedAt()).hasValue("EndEvent_ModelLapsed");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.DECLINE_MODEL_ASSOCIATION);
              assertThat(call.variables())
                  .containsEntry(Variables.REASON, Reason.DEADLINE_PASSED.name());
            });
  }

  @Test
  void shows_its_form_to_the_benchmarks_committee(TestEngine platform) throws IOException {
    submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    assertThat(platform.formOf(platform.taskFor(COMMITTEE)))
        .contains("\"id\": \"model-association-review\"");
  }

  private static Case submitted(TestEngine platform) {
    Map<String, Object> variables = new HashMap<>(Example.revision());
    variables.put(Variables.ASSOCIATION_ID, ASSOCIATION);
    variables.put(Variables.MODEL_ID, MODEL);
    variables.put(Variables.COMMITTEE, COMMITTEE);
    variables.put(Variables.SUBMITTER, "max");
    Case association = platform.start(ProcessKeys.MODEL_ASSOCIATION, ASSOCIATION, variables);
    platform.runSteps();
    return association;
  }
}
