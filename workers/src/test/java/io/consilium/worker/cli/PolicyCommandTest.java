package io.consilium.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'consilium policy check' says of a site's files. */
class PolicyCommandTest {
  @TempDir private Path folder;
  private SiteHome home = new SiteHome(Path.of(""));

  @BeforeEach
  void makeSite() {
    home = new SiteHome(folder.resolve("site"));
    try (PlatformStub stub = PlatformStub.start()) {
      TestSite.make(home, stub, "", List.of("127.0.0.1:5000"));
    }
  }

  @Test
  void aNewSiteHasNoMistakesAndNothingRisky() {
    Outcome outcome = check();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.text())
        .contains("No mistakes, and nothing risky.")
        .containsPattern("  minimum_count +10 people +every released figure")
        .containsPattern(
            "\\* acceptance.pinned_keys +none +nothing is accepted but by a person here")
        .containsPattern("  registries +127.0.0.1:5000");
  }

  @Test
  void whatTheFileDoesNotSayIsMarkedAsDefault() throws IOException {
    Files.writeString(home.policyFile(), "minimum_count: 12\n");

    assertThat(check().text())
        .containsPattern("  minimum_count +12 people")
        .containsPattern("\\* release +by-hand")
        .containsPattern("\\* acceptance.valid_for +180 days");
  }

  @Test
  void everyMistakeIsNamedWithItsLine() throws IOException {
    Files.writeString(
        home.policyFile(),
        """
        minimum_count: 0
        relaese: automatic
        acceptance:
          valid_for: for ever
          threshold: 2
          pinned_keys:
            - {name: Chloé, key: {kty: RSA}}
          cosign_keys: [nonsense]
        """);

    Outcome outcome = check();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text())
        .contains("site-policy.yaml: minimum_count: must be a whole number from 1")
        .contains("(line 1)")
        .contains("relaese is not a field here; there are minimum_count")
        .contains("(line 2)")
        .contains("acceptance.valid_for: must be a duration in days such as P180D")
        .contains("acceptance.threshold: asks for 2 signatures, but there are 0 pinned_keys")
        .contains("acceptance.pinned_keys[0].key: must be a public key on P-256")
        .contains("(line 7)")
        .contains("acceptance.cosign_keys[0]: must be a public key on P-256 in PEM")
        .contains("registries");
  }

  @Test
  void theSameKeyTwiceIsAMistake() throws IOException {
    String key = CanonicalJson.write(SigningKey.generate().verificationKey().jwk());
    Files.writeString(
        home.policyFile(),
        "acceptance: {threshold: 2, pinned_keys: [{name: A, key: %1$s}, {name: B, key: %1$s}]}\n"
            .formatted(key));

    assertThat(check().text()).contains("pinned_keys[1].key is pinned already");
  }

  @Test
  void riskyChoicesAreNamed() throws IOException {
    String first = CanonicalJson.write(SigningKey.generate().verificationKey().jwk());
    String second = CanonicalJson.write(SigningKey.generate().verificationKey().jwk());
    Files.writeString(
        home.policyFile(),
        """
        minimum_count: 3
        release: automatic
        runs_per_dataset_and_model: 100
        step_deadline: P3D
        acceptance:
          valid_for: P700D
          pinned_keys: [{name: Chloé, key: %s}, {name: Dev, key: %s}]
        """
            .formatted(first, second));
    Files.writeString(
        home.siteFile(),
        Files.readString(home.siteFile()).replaceFirst("url: .*", "url: http://example.org"));

    Outcome outcome = check();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.text())
        .contains("minimum_count is 3")
        .contains("release is automatic")
        .contains("runs_per_dataset_and_model is 100")
        .contains("step_deadline is 3 days")
        .contains("acceptance.valid_for is 700 days")
        .contains("one stolen key of 2")
        .contains("nobody here sees what runs, nor what leaves")
        .contains("platform.url in site.yaml is not https");
  }

  @Test
  void programsGetJson() throws IOException {
    JsonNode report = CanonicalJson.STRICT.readTree(run("policy", "check", "--json").text());

    assertThat(report.path("mistakes")).isEmpty();
    assertThat(report.path("inForce").path(0).path("place").asText()).isEqualTo("minimum_count");
    assertThat(report.path("inForce").path(0).path("origin").asText()).isEqualTo("FILE");
  }

  @Test
  void aFolderWithoutASiteSaysWhatToDo() {
    home = new SiteHome(folder.resolve("nowhere"));

    Outcome outcome = check();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text()).contains("cannot be read").contains("consilium init");
  }

  private Outcome check() {
    return run("policy", "check");
  }

  private Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ConsiliumCommand.run(
            site -> {},
            new PrintWriter(out),
            new PrintWriter(err),
            Stream.concat(Arrays.stream(arguments), Stream.of("--home", home.root().toString()))
                .toArray(String[]::new));
    return new Outcome(code, out.toString() + err);
  }

  private record Outcome(int code, String text) {}
}
