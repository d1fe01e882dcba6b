package io.consilium.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.enrolment.Enrolment;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.fixture.TestSite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anyone verifies a statement, with the command or with nothing of ours. */
class VerifyCommandTest {
  private record Outcome(int code, String out, String err) {}

  @TempDir private Path folder;
  private TestSite site;
  private SigningKey release;
  private Path registration;

  @BeforeEach
  void makeSite() throws IOException {
    site = TestSite.in(folder.resolve("site"));
    release = SiteKeys.of(site.site.home()).unlockRelease(TestSite.PASSPHRASE);
    registration =
        Files.writeString(folder.resolve("registration.json"), Enrolment.registration(site.site));
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whatAPersonReleasedIsVerifiedWithoutASiteAndSaidInWords() throws IOException {
    Path file = write(Envelope.sign(result("person-1"), release).toJson());

    Outcome outcome = elsewhere(file.toString(), "--registration", registration.toString());

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains(
            "The signature holds: the facility's release key, " + release.id(),
            "aurora releases a result of threshold on aurora.fna, for revision 1 of aspirates, to"
                + " committee",
            "{\"overall\":{},\"subgroups\":{}}");
  }

  @Test
  void aSingleKeyAndTheSitesOwnKeysWorkToo() throws IOException {
    Path file = write(Envelope.sign(result("person-1"), release).toJson());
    Path key =
        Files.writeString(
            folder.resolve("key.json"),
            JSONObjectUtils.toJSONString(release.verificationKey().jwk()));

    assertThat(elsewhere(file.toString(), "--key", key.toString()).code()).isZero();
    assertThat(run("--home", site.site.home().root().toString(), "verify", file.toString()).code())
        .isZero();
  }

  @Test
  void aChangedByteIsFound() throws IOException {
    Envelope good = Envelope.sign(result("person-1"), release);
    String forged =
        Envelope.sign(result("person-2"), SigningKey.generate())
            .toJson()
            .replaceFirst("\"keyid\":\"[^\"]*\"", "\"keyid\":\"" + release.id() + "\"");
    String swapped =
        good.toJson().replace(good.payload(), Envelope.sign(result("person-2"), release).payload());

    for (String text : List.of(forged, swapped)) {
      Outcome outcome =
          elsewhere(write(text).toString(), "--registration", registration.toString());
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("is not signed by the key").doesNotContain("\tat ");
    }
  }

  @Test
  void anotherKeyIsSaidToBeAnother() throws IOException {
    Path file = write(Envelope.sign(result("person-1"), SigningKey.generate()).toJson());

    assertThat(elsewhere(file.toString(), "--registration", registration.toString()).err())
        .contains("none of those given");
  }

  @Test
  void thePolicyKeyDoesNotSignForAPersonNorTheReleaseKeyForPolicy() throws IOException {
    SigningKey policy = site.keys.policy();

    for (String text :
        List.of(
            Envelope.sign(result("person-1"), policy).toJson(),
            Envelope.sign(result(ResultReleased.POLICY), release).toJson())) {
      assertThat(elsewhere(write(text).toString(), "--registration", registration.toString()).err())
          .contains("wrong one of the facility's keys");
    }
  }

  @Test
  void whatIsNoEnvelopeOrHasNoKeyIsExplained() throws IOException {
    assertThat(elsewhere(write("{}").toString(), "--registration", registration.toString()).err())
        .contains("malformed envelope");
    assertThat(elsewhere(folder.resolve("nothing").toString(), "--key", "k").err())
        .contains("cannot be read");
    Path file = write(Envelope.sign(result("person-1"), release).toJson());
    assertThat(elsewhere(file.toString()).err()).contains("Whose signature counts?");
  }

  /** The commands of docs/auditor.md, with OpenSSL and nothing else. */
  @Test
  void opensslVerifiesItAsTheDocumentationSays() throws IOException, InterruptedException {
    write(Envelope.sign(result("person-1"), release).toJson());
    Files.writeString(
        folder.resolve("key.json"), JSONObjectUtils.toJSONString(release.verificationKey().jwk()));

    assertThat(shell(recipe())).contains("Verified OK").contains("urn:consilium:ResultReleased:v1");

    String changed =
        Envelope.sign(result("person-2"), release).toJson().replaceFirst(",\"signatures.*", "");
    Files.writeString(
        folder.resolve("statement.json"),
        changed
            + Files.readString(folder.resolve("statement.json"))
                .replaceFirst(".*,\"signatures", ",\"signatures"));
    assertThat(shell(recipe())).containsIgnoringCase("Verification failure");
  }

  private static String recipe() throws IOException {
    Matcher block =
        Pattern.compile("(?ms)^```sh\n(# verify\\.sh\n.*?)^```$")
            .matcher(Files.readString(Path.of("..", "docs", "auditor.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private String shell(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  private static Statement result(String releasedBy) {
    String digest = "sha256:" + "ab".repeat(32);
    return new Statement(
        new ResultReleased(
            "aurora",
            "e1",
            "aspirates-r1-round-1",
            "aspirates",
            1,
            digest,
            "aurora.fna",
            "hmac-sha256:" + "cd".repeat(32),
            "threshold",
            digest,
            digest,
            digest,
            "committee",
            ReleasedMetrics.fromCanonicalJson("{\"overall\":{},\"subgroups\":{}}"),
            releasedBy,
            "0".repeat(64),
            "0".repeat(64)));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("statement.json"), text);
  }

  private Outcome elsewhere(String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("--home", folder.resolve("no-site").toString(), "verify"));
    line.addAll(Arrays.asList(arguments));
    return run(line.toArray(String[]::new));
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ConsiliumCommand.run(
            home -> {}, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Outcome(code, out.toString(), err.toString());
  }
}
