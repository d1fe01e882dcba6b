package io.consilium.process;

import static io.consilium.process.Example.BENCHMARK;
import static io.consilium.process.Example.DATASET;
import static io.consilium.process.Example.DIGEST;
import static io.consilium.process.Example.FACILITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.Beans;
import io.consilium.contract.Messages;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.process.TestEngine.Case;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@PathsOf(ProcessKeys.DATASET_PREPARATION)
@DisplayName("A dataset's preparation")
class DatasetPreparationPathsTest {
  private static final List<String> STEPS =
      List.of(Topics.PREPARE, Topics.SANITY_CHECK, Topics.STATISTICS);

  @Test
  void registers_what_the_facility_prepared_checked_counted_and_signed(TestEngine platform) {
    Case preparation = requested(platform);

    STEPS.forEach(platform::complete);
    assertThat(preparation.waitsAt()).containsExactly("Task_AwaitRegistration");
    platform.receive(Messages.DATASET_REGISTERED, DATASET, Map.of());

    assertThat(preparation.endedAt()).hasValue("EndEvent_DatasetRegistered");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.REGISTER_DATASET);
              assertThat(call.businessKey()).isEqualTo(DATASET);
            });
  }

  @Test
  void ends_with_the_facilitys_reason_whichever_step_fails(TestEngine platform) {
    for (int failing = 0; failing < STEPS.size(); failing++) {
      platform.beans.forget();
      Case preparation = requested(platform);
      STEPS.subList(0, failing).forEach(platform::complete);

      platform.refuse(STEPS.get(failing), Reason.DATA_UNAVAILABLE);

      assertThat(preparation.endedAt())
          .as(STEPS.get(failing))
          .hasValue("EndEvent_PreparationFailed");
      assertThat(platform.beans.calls())
          .singleElement()
          .satisfies(
              call -> {
                assertThat(call.bean()).isEqualTo(Beans.FAIL_DATASET_PREPARATION);
                assertThat(call.variables())
                    .containsEntry(Variables.REASON, Reason.DATA_UNAVAILABLE.name());
              });
    }
  }

  @Test
  void expires_when_the_facility_does_not_sign_within_half_a_year(TestEngine platform) {
    Case preparation = requested(platform);
    STEPS.forEach(platform::complete);

    platform.letPass(Duration.ofDays(180));

    assertThat(preparation.endedAt()).hasValue("EndEvent_PreparationExpired");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.FAIL_DATASET_PREPARATION);
              assertThat(call.variables())
                  .containsEntry(Variables.REASON, Reason.DEADLINE_PASSED.name());
            });
  }

  @Test
  void waits_for_people_at_the_facility_and_goes_round_until_nothing_is_outstanding(
      TestEngine platform) {
    Case preparation = requested(platform);

    for (int round = 0; round < 3; round++) {
      platform.complete(Topics.PREPARE);
      platform.refuse(Topics.SANITY_CHECK, Reason.WORK_OUTSTANDING);
      assertThat(preparation.waitsAt()).containsExactly("Task_AwaitContinuation");
      platform.letPass(Duration.ofDays(7));
      assertThat(preparation.waitsAt()).as("days later").containsExactly("Task_AwaitContinuation");
      platform.receive(Messages.PREPARATION_CONTINUED, DATASET, Map.of());
      assertThat(preparation.waitsAt()).containsExactly("Task_PrepareDataset");
    }
    STEPS.forEach(platform::complete);
    platform.receive(Messages.DATASET_REGISTERED, DATASET, Map.of());

    assertThat(preparation.endedAt()).hasValue("EndEvent_DatasetRegistered");
    assertThat(platform.beans.calls()).hasSize(1);
  }

  @Test
  void expires_while_it_waits_for_people(TestEngine platform) {
    Case preparation = requested(platform);
    platform.complete(Topics.PREPARE);
    platform.refuse(Topics.SANITY_CHECK, Reason.WORK_OUTSTANDING);

    platform.letPass(Duration.ofDays(180));

    assertThat(preparation.endedAt()).hasValue("EndEvent_PreparationExpired");
  }

  @Test
  void is_cancelled_by_the_facility_wherever_it_stands(TestEngine platform) {
    for (int done = 0; done <= STEPS.size(); done++) {
      platform.beans.forget();
      Case preparation = requested(platform);
      STEPS.subList(0, done).forEach(platform::complete);

      platform.receive(Messages.PREPARATION_CANCELLED, DATASET, Map.of());

      assertThat(preparation.endedAt()).hasValue("EndEvent_PreparationCancelled");
      assertThat(platform.beans.calls())
          .singleElement()
          .satisfies(
              call -> {
                assertThat(call.bean()).isEqualTo(Beans.FAIL_DATASET_PREPARATION);
                assertThat(call.variables())
                    .containsEntry(Variables.REASON, Reason.CANCELLED.name());
              });
    }
  }

  @Test
  void is_cancelled_while_it_waits_for_people(TestEngine platform) {
    Case preparation = requested(platform);
    platform.complete(Topics.PREPARE);
    platform.refuse(Topics.SANITY_CHECK, Reason.WORK_OUTSTANDING);

    platform.receive(Messages.PREPARATION_CANCELLED, DATASET, Map.of());

    assertThat(preparation.endedAt()).hasValue("EndEvent_PreparationCancelled");
  }

  @Test
  void takes_no_continuation_while_nobody_is_waited_for(TestEngine platform) {
    requested(platform);
    platform.complete(Topics.PREPARE);

    assertThatThrownBy(() -> platform.receive(Messages.PREPARATION_CONTINUED, DATASET, Map.of()))
        .isInstanceOf(MismatchingMessageCorrelationException.class);
  }

  @Test
  void calls_for_a_person_when_a_worker_gives_up_and_still_expires(TestEngine platform) {
    Case preparation = requested(platform);

    platform.giveUp(Topics.PREPARE, Reason.STEP_FAILED);
    assertThat(preparation.incidents())
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.getActivityId()).isEqualTo("Task_PrepareDataset");
              assertThat(incident.getIncidentMessage()).isEqualTo(Reason.STEP_FAILED.name());
            });
    platform.letPass(Duration.ofDays(180));

    assertThat(preparation.endedAt()).hasValue("EndEvent_PreparationExpired");
  }

  @Test
  void takes_no_registration_before_the_statistics_are_computed(TestEngine platform) {
    requested(platform);
    platform.complete(Topics.PREPARE);

    assertThatThrownBy(() -> platform.receive(Messages.DATASET_REGISTERED, DATASET, Map.of()))
        .isInstanceOf(MismatchingMessageCorrelationException.class);
  }

  private static Case requested(TestEngine platform) {
    Case preparation =
        platform.start(
            ProcessKeys.DATASET_PREPARATION,
            DATASET,
            Map.of(
                Variables.FACILITY_ID, FACILITY,
                Variables.DATASET_ID, DATASET,
                Variables.BENCHMARK_ID, BENCHMARK,
                Variables.REVISION_NUMBER, 1,
                Variables.REVISION_DIGEST, DIGEST));
    platform.runSteps();
    return preparation;
  }
}
