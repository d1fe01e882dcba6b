package io.consilium.process;

import static io.consilium.process.Example.BENCHMARK;
import static io.consilium.process.Example.COMMITTEE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.Beans;
import io.consilium.contract.Ids;
import io.consilium.contract.Messages;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Variables;
import io.consilium.process.RecordingBeans.Call;
import io.consilium.process.TestEngine.Case;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@PathsOf(ProcessKeys.EVALUATION_ROUND)
@DisplayName("An evaluation round")
class EvaluationRoundPathsTest {
  private static final String ROUND = Ids.round(BENCHMARK, 1, 1);
  private static final int HOURS = 24;

  @Test
  void publishes_the_report_that_the_committee_approves(TestEngine platform) {
    Case round = settled(platform);

    platform.decide(platform.taskFor(COMMITTEE), Variables.APPROVE, "");

    assertThat(round.endedAt()).hasValue("EndEvent_ReportPublished");
    assertThat(platform.beans.calls())
        .extracting(Call::bean)
        .containsExactly(Beans.OPEN_ROUND, Beans.COMPILE_REPORT, Beans.PUBLISH_REPORT);
  }

  @Test
  void withholds_the_report_that_the_committee_declines(TestEngine platform) {
    Case round = settled(platform);

    platform.decide(platform.taskFor(COMMITTEE), Variables.DECLINE, "Two sites swapped labels.");

    assertThat(round.endedAt()).hasValue("EndEvent_ReportWithheld");
    assertThat(platform.beans.calls())
        .last()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.WITHHOLD_REPORT);
              assertThat(call.variables())
                  .containsEntry(Variables.COMMENT, "Two sites swapped labels.")
                  .doesNotContainKey(Variables.REASON);
            });
  }

  @Test
  void withholds_the_report_that_nobody_reviews_within_thirty_days(TestEngine platform) {
    Case round = settled(platform);

    platform.letPass(Duration.ofDays(30));

    assertThat(round.endedAt()).hasValue("EndEvent_ReportLapsed");
    assertThat(platform.beans.calls())
        .last()
        .satisfies(
            call -> {
              assertThat(call.bean()).isEqualTo(Beans.WITHHOLD_REPORT);
              assertThat(call.variables())
                  .containsEntry(Variables.REASON, Reason.DEADLINE_PASSED.name());
            });
  }

  @Test
  void is_known_by_the_id_that_opening_gave_it(TestEngine platform) {
    Case round = started(platform, 15);

    assertThat(round.businessKey()).isEqualTo(ROUND);
    assertThat(round.waitsAt()).containsExactly("Task_AwaitExecutions");
  }

  @Test
  void closes_what_is_outstanding_at_its_deadline_and_reports_all_the_same(TestEngine platform) {
    Case round = started(platform, 15);

    platform.letPass(Duration.ofHours(HOURS).minusSeconds(1));
    assertThat(round.waitsAt()).containsExactly("Task_AwaitExecutions");
    platform.letPass(Duration.ofSeconds(1));

    assertThat(round.waitsAt()).containsExactly("Task_ReviewReport");
    assertThat(platform.beans.calls())
        .extracting(Call::bean)
        .containsExactly(
            Beans.OPEN_ROUND, Beans.CLOSE_OUTSTANDING_EXECUTIONS, Beans.COMPILE_REPORT);
  }

  @Test
  void ends_at_once_when_there_is_nothing_to_evaluate(TestEngine platform) {
    Case round = started(platform, 0);

    assertThat(round.endedAt()).hasValue("EndEvent_NothingEvaluated");
  }

  @Test
  void is_refused_to_the_person_who_starts_it_when_it_cannot_be_opened(TestEngine platform) {
    platform.beans.when(
        Beans.OPEN_ROUND,
        step -> {
          throw new IllegalArgumentException("There is no benchmark breast-mri");
        });

    assertThatThrownBy(() -> started(platform, "breast-mri"))
        .hasMessageContaining("There is no benchmark breast-mri");

    assertThat(platform.engine().getRuntimeService().createProcessInstanceQuery().count()).isZero();
  }

  @Test
  void shows_its_forms_to_who_starts_it_and_to_the_committee(TestEngine platform)
      throws IOException {
    settled(platform);

    assertThat(platform.startFormOf(ProcessKeys.EVALUATION_ROUND))
        .contains("\"id\": \"round-start\"");
    assertThat(platform.formOf(platform.taskFor(COMMITTEE))).contains("\"id\": \"round-review\"");
  }

  @Test
  void is_the_one_process_that_people_start_in_tasklist(TestEngine platform) {
    assertThat(platform.startableInTasklist()).containsExactly(ProcessKeys.EVALUATION_ROUND);
  }

  private static Case settled(TestEngine platform) {
    Case round = started(platform, 15);
    platform.receive(Messages.ROUND_SETTLED, ROUND, Map.of());
    return round;
  }

  private static Case started(TestEngine platform, int cells) {
    platform.beans.when(
        Beans.OPEN_ROUND,
        step -> {
          step.setProcessBusinessKey(ROUND);
          step.setVariable(Variables.ROUND_ID, ROUND);
          step.setVariable(Variables.COMMITTEE, COMMITTEE);
          step.setVariable(Variables.TITLE, "Malignancy from fine-needle aspirates of the breast");
          step.setVariable(
              Variables.DEADLINE, platform.now().plus(Duration.ofHours(HOURS)).toString());
          step.setVariable(Variables.CELLS, cells);
        });
    return started(platform, BENCHMARK);
  }

  private static Case started(TestEngine platform, String benchmark) {
    Case round =
        platform.start(
            ProcessKeys.EVALUATION_ROUND,
            "requested",
            Map.of(Variables.BENCHMARK_ID, benchmark, Variables.DEADLINE_HOURS, HOURS));
    platform.runSteps();
    return round;
  }
}
