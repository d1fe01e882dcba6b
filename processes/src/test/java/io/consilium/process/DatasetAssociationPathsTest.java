package io.consilium.process;

import static io.consilium.process.Example.BENCHMARK;
import static io.consilium.process.Example.COMMITTEE;
import static io.consilium.process.Example.DATASET;
import static io.consilium.process.Example.FACILITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.Beans;
import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import io.consilium.process.TestEngine.Case;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@PathsOf(ProcessKeys.DATASET_ASSOCIATION)
@DisplayName("A dataset's association")
class DatasetAssociationPathsTest {
  private static final String ASSOCIATION = Ids.association(DATASET, BENCHMARK, 1);

  @Test
  void is_approved_by_the_benchmarks_committee(TestEngine platform) {
    Case association = offered(platform);

    platform.decide(platform.taskFor(COMMITTEE), Variables.APPROVE, "");

    assertThat(association.endedAt()).hasValue("EndEvent_DatasetAssociated");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.APPROVE_DATASET_ASSOCIATION);
              assertThat(call.businessKey()).isEqualTo(ASSOCIATION);
            });
  }

  @Test
  void is_declined_by_the_benchmarks_committee(TestEngine platform) {
    Case association = offered(platform);

    platform.decide(platform.taskFor(COMMITTEE), Variables.DECLINE, "Too few events.");

    assertThat(association.endedAt()).hasValue("EndEvent_DatasetDeclined");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.DECLINE_DATASET_ASSOCIATION);
              assertThat(call.variables()).containsEntry(Variables.COMMENT, "Too few events.");
            });
  }

  @Test
  void lapses_after_thirty_days_without_a_decision(TestEngine platform) {
    Case association = offered(platform);

    platform.letPass(Duration.ofDays(30));

    assertThat(association.endedAt()).hasValue("EndEvent_DatasetLapsed");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.DECLINE_DATASET_ASSOCIATION);
              assertThat(call.variables())
                  .containsEntry(Variables.REASON, Reason.DEADLINE_PASSED.name());
            });
  }

  @Test
  void shows_its_form_to_the_benchmarks_committee(TestEngine platform) throws IOException {
    offered(platform);

    assertThat(platform.formOf(platform.taskFor(COMMITTEE)))
        .contains("\"id\": \"dataset-association-review\"");
  }

  private static Case offered(TestEngine platform) {
    Map<String, Object> variables = new HashMap<>(Example.revision());
    variables.put(Variables.ASSOCIATION_ID, ASSOCIATION);
    variables.put(Variables.DATASET_ID, DATASET);
    variables.put(Variables.DATASET_FACILITY, FACILITY);
    variables.put(Variables.COMMITTEE, COMMITTEE);
    variables.put(Variables.SUBMITTER, FACILITY);
    return platform.start(ProcessKeys.DATASET_ASSOCIATION, ASSOCIATION, variables);
  }
}
