package io.consilium.process;

import static io.consilium.process.Example.BENCHMARK;
import static io.consilium.process.Example.REVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.Ids;
import io.consilium.contract.ProcessKeys;
import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.contract.Variables;
import io.consilium.process.TestEngine.Case;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@PathsOf(ProcessKeys.COMPATIBILITY_TEST)
@DisplayName("A compatibility test")
class CompatibilityTestPathsTest {

  @Test
  void confirms_what_runs(TestEngine platform) {
    Case test = requested(platform);

    platform.complete(Topics.COMPATIBILITY_TEST);

    assertThat(test.endedAt()).hasValue("EndEvent_CompatibilityConfirmed");
  }

  @Test
  void refutes_what_fails_for_any_reason(TestEngine platform) {
    for (Reason reason : Reason.values()) {
      Case test = requested(platform);

      platform.refuse(Topics.COMPATIBILITY_TEST, reason);

      assertThat(test.endedAt()).as(reason.name()).hasValue("EndEvent_CompatibilityRefuted");
    }
  }

  @Test
  void times_out_after_an_hour_even_when_the_worker_gave_up(TestEngine platform) {
    Case test = requested(platform);

    platform.giveUp(Topics.COMPATIBILITY_TEST, Reason.IMAGE_UNAVAILABLE);
    platform.letPass(Duration.ofHours(1).minusSeconds(1));
    assertThat(test.incidents()).hasSize(1);
    platform.letPass(Duration.ofSeconds(1));

    assertThat(test.endedAt()).hasValue("EndEvent_TestTimedOut");
  }

  private static Case requested(TestEngine platform) {
    // An error that nobody above catches is an exception to whoever runs the last step, so the test
    // is called as it is
    // in earnest: by an approval.
    platform.start(ProcessKeys.BENCHMARK_APPROVAL, REVISION, Example.revision());
    platform.runSteps();
    Case test = platform.running(ProcessKeys.COMPATIBILITY_TEST);
    assertThat(test.variables())
        .containsAllEntriesOf(
            Map.of(Variables.BENCHMARK_ID, BENCHMARK, Variables.FACILITY_ID, Ids.PROVING_GROUND));
    return test;
  }
}
