package io.consilium.worker.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.worker.sandbox.EngineSettings;
import io.consilium.worker.sandbox.EngineWeakness;
import io.consilium.worker.sandbox.GpuLoan;
import io.consilium.worker.sandbox.Limits.TmpPrograms;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteFilesTest {
  @Test
  void theDefaultPolicyIsWhatTheSiteStartsWith() {
    SitePolicy policy = policy(SitePolicy.DEFAULT_FILE);

    assertThat(policy.minimumCount()).isEqualTo(10);
    assertThat(policy.release()).isEqualTo(SitePolicy.Release.BY_HAND);
    assertThat(policy.resources())
        .isEqualTo(
            new SitePolicy.Resources(2L << 30, 1.0, 256, 64L << 20, 256L << 20, 1L << 30, 20_000));
    assertThat(policy.stepDeadline()).isEqualTo(Duration.ofMinutes(30));
    assertThat(policy.slots()).isEqualTo(1);
    assertThat(policy.runsPerDatasetAndModel()).isEqualTo(3);
    assertThat(policy.runAs()).isEqualTo(new SitePolicy.RunAs(10001, 10001));
    assertThat(policy.sandbox())
        .isEqualTo(new SitePolicy.Sandbox(new GpuLoan.None(), TmpPrograms.FORBIDDEN, Set.of()));
  }

  @Test
  void aPolicyMayLendGpusAndAllowMore() {
    SitePolicy.Sandbox sandbox =
        policy(
                "sandbox: {gpus: [\"0\", GPU-8f3c], tmp_exec: allowed, engine_exceptions: [memory-limit]}\n")
            .sandbox();

    assertThat(sandbox.gpus()).isEqualTo(new GpuLoan.Listed(List.of("0", "GPU-8f3c")));
    assertThat(sandbox.tmpExec()).isEqualTo(TmpPrograms.ALLOWED);
    assertThat(sandbox.engineExceptions()).containsExactly(EngineWeakness.MEMORY_LIMIT);
    assertThat(policy("sandbox: {gpus: all}\n").sandbox().gpus()).isEqualTo(new GpuLoan.All());
  }

  @Test
  void whatAPolicyLeavesOutHasTheValueOfANewSite() {
    SitePolicy policy = policy("minimum_count: 25\n");

    assertThat(policy.minimumCount()).isEqualTo(25);
    assertThat(policy.resources()).isEqualTo(policy(SitePolicy.DEFAULT_FILE).resources());
  }

  @Test
  void anUnknownFieldIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> policy("resources: {memory: 2g, swap: 1g}\n"))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining("site-policy.yaml")
        .hasMessageContaining("resources.swap is not a field here");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          minimum_count: 0            | minimum_count: must be a whole number from 1
          minimum_count: ten          | minimum_count: must be a whole number
          release: always             | release: must be by-hand or automatic
          resources: {memory: lots}   | resources.memory: must be a size such as 512m or 2g
          resources: {cpus: 0}        | resources.cpus: must be a number from 0.01
          step_deadline: 30 minutes   | step_deadline: must be a duration such as PT30M
          slots: 1.5                  | slots: must be a whole number
          sandbox: {gpus: [0]}        | sandbox.gpus: must be none, all, or a list
          sandbox: {gpus: some}       | sandbox.gpus: must be none, all, or a list
          sandbox: {gpus: []}         | sandbox.gpus: must be none, all, or a list
          sandbox: {tmp_exec: true}   | sandbox.tmp_exec: must be forbidden or allowed
          sandbox: {engine_exceptions: [seccomp]} | sandbox.engine_exceptions: must be a list of some of memory-limit
          sandbox: {engine_exceptions: memory-limit} | sandbox.engine_exceptions: must be a list of some of memory-limit
          failure_detail: full        | failure_detail: must be coarse
          run_as: "0:0"               | run_as: must be "user:group"
          resources: 5                | resources is not a map
          """)
  void aWrongValueIsRefusedWithItsPlaceAndWhatIsExpected(String yaml, String words) {
    assertThatThrownBy(() -> policy(yaml))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(() -> policy("slots: 0\nrelease: never\ncolour: red\n"))
        .isInstanceOfSatisfying(
            InvalidDocumentException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void anotherPolicyHasAnotherHash() {
    assertThat(policy("slots: 1\n").hash())
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(policy("slots: 2\n").hash());
  }

  @Test
  void aSiteReadsBackWhatItWrote() {
    SiteSettings settings =
        new SiteSettings(
            "aurora",
            "Aurora \"University\" Hospital",
            "Aurora: a trust",
            URI.create("https://consilium.example.org"),
            new ConsoleSettings(ConsoleSettings.LOOPBACK.address(), 4711, Optional.empty()),
            EngineList.of(URI.create("unix:///run/podman.sock")),
            List.of("registry.example.org:5000"));

    assertThat(SiteSettings.parse(settings.toYaml())).isEqualTo(settings);
  }

  @Test
  void aSiteMayHaveSeveralEnginesEachWithWhatItHas() {
    SiteSettings settings =
        SiteSettings.parse(
            """
            facility: {id: aurora, name: Aurora, organisation: Aurora}
            platform: {url: "https://consilium.example.org"}
            engines:
              - {id: near, host: "unix:///var/run/docker.sock", slots: 2}
              - id: gpu-box
                host: tcp://10.0.0.7:2376
                tls: /etc/consilium/gpu-box
                memory: 64g
                cpus: 16
                gpus: 2
            """
                .getBytes(StandardCharsets.UTF_8));

    assertThat(settings.engines().settings(policy("slots: 3\n")))
        .containsExactly(
            new EngineSettings(
                "near",
                URI.create("unix:///var/run/docker.sock"),
                Optional.empty(),
                2,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new EngineSettings(
                "gpu-box",
                URI.create("tcp://10.0.0.7:2376"),
                Optional.of(Path.of("/etc/consilium/gpu-box")),
                3,
                Optional.of(64L << 30),
                Optional.of(16.0),
                Optional.of(2)));
    assertThat(SiteSettings.parse(settings.toYaml())).isEqualTo(settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          facility: {id: Aurora, name: A, organisation: B} | facility.id: must be small letters
          facility: {id: aurora, name: A}                  | facility.organisation is missing
          platform: {url: "ftp://somewhere"}               | platform.url: must be an http or https
          platform: {url: "http://u:p@host"}               | platform.url: must be an http or https
          engine: {host: /var/run/docker.sock}             | engine.host: must be an address
          registries: ["http://registry"]                  | registries
          engines: []                                      | engines: must be a list of engines
          engines: [{id: a}]                               | engines[0].host is missing
          engines: [{id: a, host: "tcp://10.0.0.7:2376"}]  | must know the worker by a certificate
          console: {address: 10.1.2.3}                     | console.tls is missing
          console: {address: 0.0.0.0}                      | console.address: must be one address
          console: {address: console.example.org}          | console.address: must be an address
          console: {tls: {certificate: c.pem}}             | console.tls.key is missing
          facilty: {}                                      | facilty is not a field here
          """)
  void aWrongSiteFileIsRefusedWithItsPlace(String yaml, String words) {
    assertThatThrownBy(() -> SiteSettings.parse(yaml.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining("site.yaml")
        .hasMessageContaining(words);
  }

  private static SitePolicy policy(String yaml) {
    return SitePolicy.parse(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
