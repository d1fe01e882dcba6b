package io.consilium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.consilium.contract.Beans;
import io.consilium.contract.Ids;
import io.consilium.contract.Messages;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.process.TestEngine.Case;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@PathsOf(ProcessKeys.EXECUTION)
@DisplayName("An execution")
class ExecutionPathsTest {
  private static final String EXECUTION = "7c0e8a52-2d0b-4a53-9d6a-0f1f4c7f9b11";
  private static final Duration TIME = Duration.ofHours(24);

  @Test
  void is_settled_with_the_result_that_the_facility_releases(TestEngine platform) {
    Case execution = staged(platform);
    assertThat(execution.waitsAt()).containsExactly("Task_AwaitRelease");

    platform.receive(Messages.RESULT_DECIDED, EXECUTION, Map.of(Variables.RESULT_ID, "r-1"));

    assertThat(execution.endedAt()).hasValue("EndEvent_ExecutionSettled");
    assertSettledWith(platform, Map.of(Variables.RESULT_ID, "r-1"));
  }

  @Test
  void is_settled_without_a_result_when_the_facility_declines(TestEngine platform) {
    Case execution = staged(platform);

    platform.receive(
        Messages.RESULT_DECIDED,
        EXECUTION,
        Map.of(Variables.REASON, Reason.RELEASE_DECLINED.name()));

    assertThat(execution.endedAt()).hasValue("EndEvent_ExecutionSettled");
    assertSettledWith(platform, Map.of(Variables.REASON, Reason.RELEASE_DECLINED.name()));
  }

  @Test
  void is_settled_with_the_facilitys_reason_when_inference_fails(TestEngine platform) {
    Case execution = requested(platform);

    platform.refuse(Topics.INFER, Reason.REFUSED);

    assertThat(execution.endedAt()).hasValue("EndEvent_ExecutionFailed");
    assertSettledWith(platform, Map.of(Variables.REASON, Reason.REFUSED.name()));
  }

  @Test
  void is_settled_with_the_facilitys_reason_when_evaluation_fails(TestEngine platform) {
    for (Reason reason : Reason.values()) {
      platform.beans.forget();
      Case execution = requested(platform);
      platform.complete(Topics.INFER);

      platform.refuse(Topics.EVALUATE, reason);

      assertThat(execution.endedAt()).hasValue("EndEvent_ExecutionFailed");
      assertSettledWith(platform, Map.of(Variables.REASON, reason.name()));
    }
  }

  @Test
  void is_settled_as_cancelled_wherever_it_stands(TestEngine platform) {
    for (List<String> done :
        List.of(List.<String>of(), List.of(Topics.INFER), List.of(Topics.INFER, Topics.EVALUATE))) {
      platform.beans.forget();
      Case execution = requested(platform);
      done.forEach(platform::complete);

      platform.receive(Messages.EXECUTION_CANCELLED, EXECUTION, Map.of());

      assertThat(execution.endedAt()).as("after %s", done).hasValue("EndEvent_ExecutionCancelled");
      assertSettledWith(platform, Map.of(Variables.REASON, Reason.CANCELLED.name()));
    }
  }

  @Test
  void is_settled_as_expired_at_its_deadline_when_nobody_fetches_it(TestEngine platform) {
    Case execution = requested(platform);

    platform.letPass(TIME.minusSeconds(1));
    assertThat(execution.waitsAt()).containsExactly("Task_RunInference");
    platform.letPass(Duration.ofSeconds(1));

    assertThat(execution.endedAt()).hasValue("EndEvent_ExecutionExpired");
    assertSettledWith(platform, Map.of(Variables.REASON, Reason.DEADLINE_PASSED.name()));
  }

  @Test
  void is_settled_as_expired_when_the_facility_never_decides(TestEngine platform) {
    Case execution = staged(platform);

    platform.letPass(TIME);

    assertThat(execution.endedAt()).hasValue("EndEvent_ExecutionExpired");
  }

  @Test
  void calls_for_a_person_when_a_worker_gives_up_and_still_ends_at_its_deadline(
      TestEngine platform) {
    Case execution = requested(platform);

    platform.giveUp(Topics.INFER, Reason.WORKER_LOST);
    assertThat(execution.incidents())
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.getActivityId()).isEqualTo("Task_RunInference");
              assertThat(incident.getIncidentMessage()).isEqualTo(Reason.WORKER_LOST.name());
            });
    platform.letPass(TIME);

    assertThat(execution.endedAt()).hasValue("EndEvent_ExecutionExpired");
  }

  @Test
  void takes_no_result_before_the_evaluation_is_staged(TestEngine platform) {
    requested(platform);
    platform.complete(Topics.INFER);

    assertThatThrownBy(() -> platform.receive(Messages.RESULT_DECIDED, EXECUTION, Map.of()))
        .isInstanceOf(MismatchingMessageCorrelationException.class);
  }

  @Test
  void can_neither_be_cancelled_nor_decided_again_once_settled(TestEngine platform) {
    staged(platform);
    platform.receive(Messages.RESULT_DECIDED, EXECUTION, Map.of(Variables.RESULT_ID, "r-1"));

    assertThatThrownBy(() -> platform.receive(Messages.EXECUTION_CANCELLED, EXECUTION, Map.of()))
        .isInstanceOf(MismatchingMessageCorrelationException.class);
    assertThatThrownBy(() -> platform.receive(Messages.RESULT_DECIDED, EXECUTION, Map.of()))
        .isInstanceOf(MismatchingMessageCorrelationException.class);
  }

  @Test
  void tries_a_faulty_platform_step_again_with_growing_pauses_and_then_calls_for_a_person(
      TestEngine platform) {
    Case execution = staged(platform);
    platform.beans.when(
        Beans.SETTLE_EXECUTION,
        step -> {
          throw new IllegalStateException("The database is away");
        });

    List<Duration> pauses =
        List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));
    assertThatThrownBy(() -> platform.receive(Messages.RESULT_DECIDED, EXECUTION, Map.of()));
    for (Duration pause : pauses) {
      assertThat(nextStep(platform).getDuedate())
          .isEqualTo(java.util.Date.from(platform.now().plus(pause)));
      assertThatThrownBy(() -> platform.letPass(pause));
    }

    assertThat(nextStep(platform).getRetries()).isZero();
    assertThat(execution.incidents())
        .singleElement()
        .satisfies(
            incident -> assertThat(incident.getActivityId()).isEqualTo("Task_SettleExecution"));
  }

  private static Job nextStep(TestEngine platform) {
    return platform
        .engine()
        .getManagementService()
        .createJobQuery()
        .activityId("Task_SettleExecution")
        .singleResult();
  }

  private static void assertSettledWith(TestEngine platform, Map<String, Object> outcome) {
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.SETTLE_EXECUTION);
              assertThat(call.businessKey()).isEqualTo(EXECUTION);
              Map<String, Object> found = new HashMap<>(call.variables());
              found.keySet().retainAll(List.of(Variables.RESULT_ID, Variables.REASON));
              assertThat(found).containsExactlyEntriesOf(outcome);
              assertThat(call.variables()).contains(entry(Variables.EXECUTION_ID, EXECUTION));
            });
  }

  private static Case staged(TestEngine platform) {
    Case execution = requested(platform);
    platform.complete(Topics.INFER);
    platform.complete(Topics.EVALUATE);
    return execution;
  }

  private static Case requested(TestEngine platform) {
    Map<String, Object> variables = new HashMap<>();
    variables.put(Variables.FACILITY_ID, Example.FACILITY);
    variables.put(Variables.EXECUTION_ID, EXECUTION);
    variables.put(Variables.ROUND_ID, Ids.round(Example.BENCHMARK, 1, 1));
    variables.put(Variables.BENCHMARK_ID, Example.BENCHMARK);
    variables.put(Variables.REVISION_NUMBER, 1);
    variables.put(Variables.REVISION_DIGEST, Example.DIGEST);
    variables.put(Variables.MODEL_ID, Example.MODEL);
    variables.put(Variables.DATASET_ID, Example.DATASET);
    variables.put(Variables.DEADLINE, platform.now().plus(TIME).toString());
    Case execution = platform.start(ProcessKeys.EXECUTION, EXECUTION, variables);
    platform.runSteps();
    return execution;
  }
}
