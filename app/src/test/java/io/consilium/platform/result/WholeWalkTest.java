package io.consilium.platform.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.round.RoundState;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Metrics;
import io.consilium.platform.scenario.Scenario;
import io.consilium.platform.scenario.Site;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A benchmark's way from proposal to published report")
class WholeWalkTest extends Scenario {
  @Test
  @DisplayName("ends with every released value in the report, and the committee publishes it")
  void wholeWalk() {
    Revision revision = activeBenchmark();
    String reference = revision.content().containers().referenceModel().id();
    String forest = approvedModel(revision);
    List<Site> sites =
        List.of(participant(revision, 100), participant(revision, 60), participant(revision, 40));
    String round = startedRound(revision);

    for (Site site : sites) {
      for (String model : List.of(reference, forest)) {
        var execution = execution(round, site, model);
        ReleasedMetrics metrics = Metrics.of(40, 20, 15, "0.9312", "0.0214", "0.1034");
        site.stage(execution);
        site.state(site.release(execution, revision, imageOf(model), metrics));
      }
    }

    awaitRound(round, RoundState.REVIEW);
    decide("dev", round, "approve", "Sound");
    awaitRound(round, RoundState.PUBLISHED);
    Answer report = person("max").get("/api/rounds/" + round + "/report");
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.json().get("cells")).hasSize(6);
  }
}
