package io.consilium.platform.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.Reason;
import io.consilium.contract.Topics;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.round.Execution;
import io.consilium.platform.round.RoundState;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.Metrics;
import io.consilium.platform.scenario.Scenario;
import io.consilium.platform.scenario.Site;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The portal")
class PortalTest extends Scenario {
  @Test
  @DisplayName("shows a reviewer what waits, with the link that opens it in Tasklist")
  void homeShowsWhatWaits() {
    Revision revision = benchmarkUnderReview();
    var browser = browser("ada");
    soon(() -> assertThat(browser.task(revision.id())).isPresent());

    Answer home = browser.get("/");

    assertThat(home.status()).isEqualTo(200);
    assertThat(home.body())
        .contains("Ada Lovell", "platform committee", "Review benchmark", revision.id())
        .contains(
            "/camunda/app/tasklist/default/#/?task=" + browser.task(revision.id()).orElseThrow());
  }

  @Test
  @DisplayName("does not show a person's own proposals as waiting for them")
  void ownProposalsDoNotWait() {
    Revision revision = benchmarkUnderReview();

    assertThat(browser("ines").get("/").body()).contains("Nothing waits for you", revision.title());
  }

  @Test
  @DisplayName("shows a proposed benchmark to those concerned and to nobody else")
  void proposedBenchmarkIsHidden() {
    Revision revision = proposedBenchmark();
    String page = "/benchmarks/" + revision.benchmarkId();

    assertThat(browser("ines").get(page).status()).isEqualTo(200);
    assertThat(browser("boris").get(page).status()).isEqualTo(200);
    assertThat(browser("chloe").get(page).status()).isEqualTo(200);
    assertThat(browser("max").get(page).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("shows a round while it runs and its report when it is compiled")
  void roundAndReport() {
    Revision revision = activeBenchmark();
    String reference = revision.content().containers().referenceModel().id();
    String model = approvedModel(revision);
    List<Site> sites =
        List.of(
            participant(revision, 112),
            participant(revision, 84),
            participant(revision, 63),
            participant(revision, 41));
    String round = startedRound(revision);

    Answer running = browser("chloe").get("/rounds/" + round);
    assertThat(running.status()).isEqualTo(200);
    assertThat(running.body())
        .contains("http-equiv=\"refresh\"", "0 of 8 settled", "Hospital " + sites.get(0).id());

    for (int index = 0; index < sites.size(); index++) {
      Site site = sites.get(index);
      Execution first = execution(round, site, reference);
      site.stage(first);
      site.state(
          site.release(
              first,
              revision,
              imageOf(reference),
              Metrics.of(40, 20, 14 + index, "0.9" + (2 + index) + "1", "0.03", "0.12")));
      Execution second = execution(round, site, model);
      if (index == 0) {
        site.fail(Topics.INFER, second.id(), Reason.STEP_FAILED);
        continue;
      }
      site.stage(second);
      if (index == 1) {
        site.state(site.declined(second, revision));
      } else {
        site.state(
            site.release(
                second,
                revision,
                imageOf(model),
                Metrics.of(40, 20, 16 + index, "0.8" + (2 + index) + "1", "0.04", "0.09")));
      }
    }
    awaitRound(round, RoundState.REVIEW);

    Answer report = browser("dev").get("/rounds/" + round);
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.body())
        .contains("<svg class=\"picture heat\"", "<svg class=\"picture dots\"")
        .contains("step failed", "release declined", "0.9210")
        .doesNotContain("http-equiv=\"refresh\"");

    Answer outsider = browser("max").get("/rounds/" + round);
    assertThat(outsider.status()).isEqualTo(200);
    assertThat(outsider.body()).contains("committee reads the report").doesNotContain("0.9210");
    assertThat(browser("ada").get("/rounds/no-such-round").status()).isEqualTo(404);
  }
}
