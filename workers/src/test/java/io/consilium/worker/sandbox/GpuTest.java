package io.consilium.worker.sandbox;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.HostConfig;
import io.consilium.worker.sandbox.EngineFacts.Kind;
import io.consilium.worker.sandbox.EngineFacts.Seccomp;
import io.consilium.worker.sandbox.EngineFacts.Users;
import io.consilium.worker.sandbox.StepOutcome.Failed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measure 7: no device but the graphics processors that the site lends. */
@ExtendWith(HostileImage.Resolver.class)
class GpuTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Site site;

  @BeforeEach
  void openSite(HostileImage image) throws IOException {
    site = Site.with(image);
  }

  @AfterEach
  void noContainerIsLeft() throws IOException {
    assertThat(site.containers()).isEmpty();
    site.close();
  }

  @ParameterizedTest(name = "a site that lends {0} gives {2} to a container that asks for {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          all | all          | {"Count": -1, "Capabilities": [["gpu"]]}              | all
          all | 2            | {"Count": 2, "Capabilities": [["gpu"]]}               | 0,1
          all | device=1,3   | {"DeviceIDs": ["1", "3"], "Capabilities": [["gpu"]]}  | 1,3
          0,2 | all          | {"DeviceIDs": ["0", "2"], "Capabilities": [["gpu"]]}  | 0,2
          0,2 | 1            | {"DeviceIDs": ["0"], "Capabilities": [["gpu"]]}       | 0
          0,2 | device=2     | {"DeviceIDs": ["2"], "Capabilities": [["gpu"]]}       | 2
          """)
  void whatIsLent(String loan, String wish, String request, String visible) throws Exception {
    SealedContainer sealed = sealed(loan, "gpus: " + wish + "\n");

    assertThat(json(sealed.seal()).path("DeviceRequests"))
        .isEqualTo(JSON.readTree("[" + request + "]"));
    assertThat(sealed.environment()).contains("NVIDIA_VISIBLE_DEVICES=" + visible);
    assertThat(json(sealed.seal()).path("SecurityOpt").path(1).asText()).contains("memfd_create");
  }

  @Test
  @DisplayName("a container that does not ask gets none, whatever the site lends")
  void nothingAsked() throws Exception {
    SealedContainer sealed = sealed("all", "");

    assertThat(json(sealed.seal()).path("DeviceRequests")).isEmpty();
    assertThat(sealed.environment()).contains("NVIDIA_VISIBLE_DEVICES=void");
    assertThat(json(sealed.seal()).path("SecurityOpt").path(1).asText())
        .startsWith("seccomp={")
        .doesNotContain("memfd_create");
  }

  @ParameterizedTest(name = "a site that lends {0} refuses a container that asks for {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none | all          | asks for all GPUs (run_args.gpus), and this site lends none
          none | 1            | asks for 1 GPUs (run_args.gpus), and this site lends none
          0,2  | 3            | asks for 3 GPUs (run_args.gpus), and this site lends 2
          0,2  | device=1,2   | does not lend 1, only 0, 2
          """)
  void whatIsRefused(String loan, String wish, String words) throws Exception {
    StepOutcome outcome = trial(loan, "gpus: " + wish + "\n").run();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.detail()).isEqualTo(Detail.REFUSED);
              assertThat(failed.explanation())
                  .contains(words)
                  .contains("sandbox.gpus in site-policy.yaml");
            });
  }

  @Test
  @DisplayName("an engine without GPUs is said to be one, and the step is not tried for ever")
  void engineWithoutGpus() throws Exception {
    StepOutcome outcome = trial("all", "gpus: all\n").run();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.detail()).isEqualTo(Detail.GPU_UNAVAILABLE);
              assertThat(failed.explanation()).contains("has none to give", "container toolkit");
            });
  }

  private Site.Trial trial(String loan, String runArgs) {
    return site.model("misbehave.py", "succeed")
        .runArgs(runArgs)
        .within(Site.limits(limits -> limits.gpus = loan(loan)));
  }

  private static GpuLoan loan(String words) {
    return switch (words) {
      case "none" -> new GpuLoan.None();
      case "all" -> new GpuLoan.All();
      default -> new GpuLoan.Listed(List.of(words.split(",")));
    };
  }

  private SealedContainer sealed(String loan, String runArgs) throws Refusal {
    SealedStep step = trial(loan, runArgs).step();
    var wishes = step.container().config().task(step.role().task()).orElseThrow().runArgs();
    EngineFacts engine =
        new EngineFacts(
            Site.ENGINE, Kind.DOCKER, "29", new Users.Same(), 2, Seccomp.PRESENT, Set.of());
    return new SealedContainer(
        new SealedImage("sha256:0", Set.of(), Set.of()),
        wishes,
        List.of(),
        step.limits(),
        LentGpus.of(wishes.gpus(), step, engine),
        engine,
        Map.of());
  }

  /** As the engine gets it, without what is not said. */
  private static JsonNode json(HostConfig config) throws JsonProcessingException {
    return JSON.readTree(
        JSON.copy().setDefaultPropertyInclusion(NON_NULL).writeValueAsString(config));
  }
}
