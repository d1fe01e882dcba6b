package io.consilium.process;

import static io.consilium.process.Example.BENCHMARK;
import static io.consilium.process.Example.REVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.consilium.contract.Beans;
import io.consilium.contract.Groups;
import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.process.TestEngine.Case;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@PathsOf(ProcessKeys.BENCHMARK_APPROVAL)
@DisplayName("A benchmark's approval")
class BenchmarkApprovalPathsTest {

  @Test
  void activates_what_the_platform_committee_approves(TestEngine platform) {
    Case approval = submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    platform.decide(platform.taskFor(Groups.PLATFORM_COMMITTEE), Variables.APPROVE, "");

    assertThat(approval.endedAt()).hasValue("EndEvent_BenchmarkActivated");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.ACTIVATE_BENCHMARK);
              assertThat(call.businessKey()).isEqualTo(REVISION);
            });
  }

  @Test
  void declines_what_the_platform_committee_declines_with_its_comment(TestEngine platform) {
    Case approval = submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    platform.decide(
        platform.taskFor(Groups.PLATFORM_COMMITTEE), Variables.DECLINE, "No analysis plan.");

    assertThat(approval.endedAt()).hasValue("EndEvent_BenchmarkDeclined");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.DECLINE_BENCHMARK);
              assertThat(call.variables())
                  .contains(entry(Variables.COMMENT, "No analysis plan."))
                  .doesNotContainKey(Variables.REASON);
            });
  }

  @Test
  void tests_at_the_proving_ground_before_anybody_is_asked(TestEngine platform) {
    Case approval = submitted(platform);

    Case test = platform.running(ProcessKeys.COMPATIBILITY_TEST);

    assertThat(approval.waitsAt()).containsExactly("Task_TestCompatibility");
    assertThat(approval.variables()).doesNotContainKey(Variables.FACILITY_ID);
    assertThat(test.businessKey()).isEqualTo(REVISION);
    assertThat(test.variables())
        .containsOnly(
            entry(Variables.TEST_ID, REVISION),
            entry(Variables.BENCHMARK_ID, BENCHMARK),
            entry(Variables.REVISION_NUMBER, 1),
            entry(Variables.FACILITY_ID, Ids.PROVING_GROUND));
  }

  @Test
  void declines_what_is_incompatible_without_asking_anybody(TestEngine platform) {
    Case approval = submitted(platform);

    platform.refuse(Topics.COMPATIBILITY_TEST, Reason.STEP_FAILED);

    assertThat(approval.endedAt()).hasValue("EndEvent_BenchmarkIncompatible");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.DECLINE_BENCHMARK);
              assertThat(call.variables())
                  .containsEntry(Variables.REASON, Reason.COMPATIBILITY_FAILED);
            });
  }

  @Test
  void lapses_after_thirty_days_without_a_decision(TestEngine platform) {
    Case approval = submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    platform.letPass(Duration.ofDays(30).minusSeconds(1));
    assertThat(approval.waitsAt()).containsExactly("Task_ReviewBenchmark");
    platform.letPass(Duration.ofSeconds(1));

    assertThat(approval.endedAt()).hasValue("EndEvent_BenchmarkLapsed");
    assertThat(platform.beans.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.DECLINE_BENCHMARK);
              assertThat(call.variables())
                  .containsEntry(Variables.REASON, Reason.DEADLINE_PASSED.name());
            });
  }

  @Test
  void keeps_the_task_open_when_the_decision_is_refused(TestEngine platform) {
    Case approval = submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);
    platform.beans.whenReviewed(
        task -> {
          throw new IllegalArgumentException("A declined benchmark needs a comment");
        });
    var task = platform.taskFor(Groups.PLATFORM_COMMITTEE);

    assertThatThrownBy(() -> platform.decide(task, Variables.DECLINE, ""))
        .hasMessageContaining("needs a comment");

    assertThat(approval.waitsAt()).containsExactly("Task_ReviewBenchmark");
    assertThat(approval.variables()).doesNotContainKey(Variables.DECISION);
  }

  @Test
  void activates_nothing_on_a_word_that_is_not_approve(TestEngine platform) {
    Case approval = submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    platform.decide(platform.taskFor(Groups.PLATFORM_COMMITTEE), "perhaps", "");

    assertThat(approval.endedAt()).hasValue("EndEvent_BenchmarkDeclined");
  }

  @Test
  void shows_its_form_to_the_platform_committee(TestEngine platform) throws IOException {
    submitted(platform);
    platform.complete(Topics.COMPATIBILITY_TEST);

    assertThat(platform.formOf(platform.taskFor(Groups.PLATFORM_COMMITTEE)))
        .contains("\"id\": \"benchmark-review\"");
  }

  private static Case submitted(TestEngine platform) {
    Case approval = platform.start(ProcessKeys.BENCHMARK_APPROVAL, REVISION, Example.revision());
    platform.runSteps();
    return approval;
  }
}
