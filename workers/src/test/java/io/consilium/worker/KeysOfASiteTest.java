package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.gateway.EnrolmentAnswer;
import io.consilium.contract.gateway.EnrolmentCode;
import io.consilium.contract.gateway.EnrolmentRequest;
import io.consilium.contract.gateway.KeyProof;
import io.consilium.contract.gateway.KeyRevocation;
import io.consilium.contract.gateway.KeyRole;
import io.consilium.contract.gateway.KeyRotation;
import io.consilium.contract.gateway.KeyRotation.Signer;
import io.consilium.contract.gateway.KnownKeys;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.fixture.PlatformStub;
import io.consilium.worker.fixture.PlatformStub.Answer;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.journal.Ledger;
import io.consilium.worker.journal.LedgerEntry;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@DisplayName("The keys of a site")
class KeysOfASiteTest {
  private static final String CODE = "K7Q2M-8ZP4A-9RTXD-H3WVE-6BNCY";
  private static final String ENROLMENT = "/facility/enrolment";

  @TempDir private Path folder;
  private final PlatformStub platform = PlatformStub.start();
  private final List<EnrolmentRequest> asked = new CopyOnWriteArrayList<>();
  private final Map<KeyRole, VerificationKey> known = new EnumMap<>(KeyRole.class);
  private SiteHome home;
  private Cli cli;
  private Optional<ConfigurableApplicationContext> worker = Optional.empty();

  @BeforeEach
  void aPlatformThatEnrols() {
    home = new SiteHome(folder.resolve("site"));
    cli = new Cli(home);
    platform.answering(ENROLMENT, this::enrol);
  }

  @AfterEach
  void stop() {
    worker.ifPresent(ConfigurableApplicationContext::close);
    platform.close();
  }

  @Test
  @DisplayName(
      "are made here; only public halves and proofs leave; the platform says who the site is")
  void enrols() throws IOException {
    Cli.Outcome outcome = enrol();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    Site site = Site.open(home);
    assertThat(site.settings().facilityId()).isEqualTo("aurora");
    assertThat(site.settings().name()).isEqualTo("Aurora University Hospital");
    assertThat(site.settings().organisation()).isEqualTo("Aurora");
    assertThat(outcome.out()).contains(SiteKeys.of(home).fingerprint());
    assertThat(cli.run("keys", "fingerprint")).contains(SiteKeys.of(home).fingerprint());
    String sent = platform.requests().get(0).body();
    assertThat(sent).doesNotContain("\"d\"").doesNotContain(TestSite.PASSPHRASE);
    for (String file : List.of("transport.jwk", "policy.jwk", "release.jwe", "site.secret")) {
      assertThat(sent).doesNotContain(Files.readString(home.keys().resolve(file)).strip());
    }
  }

  @Test
  @DisplayName("are proven in the ledger without the code")
  void ledger() {
    enrol();

    try (Journal journal = Journal.open(home.journal())) {
      List<LedgerEntry> entries = new Ledger(journal, Clock.systemUTC()).newest(5);
      assertThat(entries).extracting(LedgerEntry::kind).containsExactly("ENROLMENT");
      assertThat(entries.get(0).body())
          .doesNotContain(CODE)
          .contains(SiteKeys.of(home).transport().toEcKey().getX().toString());
    }
  }

  @Test
  @DisplayName("are gone when the platform refuses the code, so that one can try again")
  void refused() {
    platform.answer(ENROLMENT, Answer.problem(403, "This code does not count."));

    Cli.Outcome outcome = enrol();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("This code does not count.");
    assertThat(home.keys()).doesNotExist();
    platform.answerAsUsual(ENROLMENT);
    assertThat(enrol().code()).isZero();
  }

  @Test
  @DisplayName("stay when it is not known whether the platform took them, and are sent again")
  void answerLost() {
    platform.answer(ENROLMENT, new Answer(502, ""));
    Cli.Outcome lost = enrol();
    assertThat(lost.code()).isEqualTo(1);
    assertThat(lost.err()).contains("has a fault (HTTP 502)");
    String made = SiteKeys.of(home).transport().id();
    platform.answerAsUsual(ENROLMENT);

    assertThat(enrol().code()).isZero();

    assertThat(known.get(KeyRole.TRANSPORT)).extracting(VerificationKey::id).isEqualTo(made);
  }

  @Test
  @DisplayName("are not made for a platform on another machine without https")
  void plainHttp() {
    Cli.Outcome outcome =
        cli.attempt(
            "enrol",
            CODE,
            "--platform",
            "http://consilium.example",
            "--passphrase-file",
            passphrase());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("must begin with https://");
    assertThat(home.keys()).doesNotExist();
  }

  @Test
  @DisplayName("that were lost are replaced in a site that is there; the others and the rest stay")
  void replaced() throws IOException {
    enrol();
    SiteKeys keys = SiteKeys.of(home);
    String policy = keys.policy().id();
    String secret = Files.readString(home.keys().resolve("site.secret"));
    String former = keys.transport().id();
    Files.delete(home.keys().resolve("transport.jwk"));

    String told = cli.run(again("--lost", "transport", "--yes"));

    assertThat(asked.get(1).facilityId()).contains("aurora");
    assertThat(keys.transport().id()).isNotEqualTo(former);
    assertThat(known.get(KeyRole.TRANSPORT)).isEqualTo(keys.transport().verificationKey());
    assertThat(keys.policy().id()).isEqualTo(policy);
    assertThat(Files.readString(home.keys().resolve("site.secret"))).isEqualTo(secret);
    assertThat(told).contains("transport", keys.fingerprint());
  }

  @Test
  @DisplayName("stay as they are when the platform refuses to replace them")
  void notReplaced() {
    enrol();
    String before = SiteKeys.of(home).fingerprint();
    platform.answer(ENROLMENT, Answer.problem(403, "This code does not count."));

    assertThat(cli.attempt(again("--yes")).code()).isEqualTo(1);

    assertThat(SiteKeys.of(home).fingerprint()).isEqualTo(before);
    assertThat(home.keys().resolve("next")).isEmptyDirectory();
  }

  @Test
  @DisplayName("are replaced only while no worker runs")
  void replacedWithoutWorker() {
    enrol();
    startWorker();

    Cli.Outcome outcome = cli.attempt(again("--yes"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("runs already");
  }

  @Test
  @DisplayName("rotate while the worker runs: signed by the old key, the new one and who answers")
  void rotate() {
    enrol();
    startWorker();
    SiteKeys keys = SiteKeys.of(home);
    Map<KeyRole, String> before = new EnumMap<>(KeyRole.class);
    known.forEach((role, key) -> before.put(role, key.id()));
    platform.answering("/facility/keys", this::rotated);

    for (String role : List.of("transport", "policy", "release")) {
      assertThat(cli.decide("keys", "rotate", role)).contains("knows the new " + role + " key");
    }

    for (KeyRole role : KeyRole.values()) {
      assertThat(Optional.ofNullable(known.get(role)).orElseThrow().id())
          .isNotEqualTo(before.get(role));
      assertThat(home.keys().resolve("former/" + role.word() + "-" + before.get(role) + ".jwk"))
          .content()
          .doesNotContain("\"d\"");
    }
    assertThat(keys.transport().verificationKey()).isEqualTo(known.get(KeyRole.TRANSPORT));
    assertThat(keys.unlockRelease(TestSite.PASSPHRASE).verificationKey())
        .isEqualTo(known.get(KeyRole.RELEASE));
    platform.knowing("aurora", keys.transport().verificationKey());
    assertThat(cli.run("offers")).isNotEmpty();
    keys.requirePrivate();
  }

  @Test
  @DisplayName("rotate only with the passphrase, and go on with the same new key when it broke off")
  void rotateBroken() {
    enrol();
    startWorker();
    String before = releaseKeyId();
    Path wrong = home.root().resolve("wrong");
    write(wrong, "not the passphrase\n");
    platform.answering("/facility/keys", body -> new Answer(503, "{}"));

    assertThat(
            cli.attempt(
                    "keys", "rotate", "release", "--as", "F", "--passphrase-file", wrong.toString())
                .err())
        .contains("passphrase does not open");
    assertThat(
            cli.attempt("keys", "rotate", "release", "--as", "F", "--passphrase-file", passphrase())
                .code())
        .isEqualTo(1);
    assertThat(releaseKeyId()).isEqualTo(before);
    List<String> offered = new ArrayList<>();
    platform.answering(
        "/facility/keys",
        body -> {
          offered.add(body);
          return rotated(body);
        });
    cli.decide("keys", "rotate", "release");
    assertThat(releaseKeyId()).isNotEqualTo(before);
    assertThat(offered).hasSize(1);
  }

  @Test
  @DisplayName("can be ended by the site itself")
  void revoke() {
    enrol();
    startWorker();
    List<String> ended = new CopyOnWriteArrayList<>();
    platform.answering(
        "/facility/keys/revocations",
        body -> {
          ended.add(read(body, KeyRevocation.class).role().word());
          return new Answer(200, CanonicalJson.write(new KnownKeys(Map.of())));
        });

    assertThat(cli.run("keys", "revoke", "policy", "--yes", "--as", "F"))
        .contains("consilium enrol CODE");

    assertThat(ended).containsExactly("policy");
  }

  private Cli.Outcome enrol() {
    return cli.attempt(
        "enrol", CODE, "--platform", platform.url().toString(), "--passphrase-file", passphrase());
  }

  private String[] again(String... more) {
    return Stream.concat(
            Stream.of(
                "enrol",
                CODE,
                "--platform",
                platform.url().toString(),
                "--passphrase-file",
                passphrase()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private void startWorker() {
    platform.knowing("aurora", SiteKeys.of(home).transport().verificationKey());
    worker = Optional.of(WorkerApplication.start(home));
  }

  private String releaseKeyId() {
    return SiteKeys.of(home).unlockRelease(TestSite.PASSPHRASE).id();
  }

  private String passphrase() {
    Path file = folder.resolve("passphrase");
    write(file, TestSite.PASSPHRASE + "\n");
    return file.toString();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer enrol(String body) {
    EnrolmentRequest request = read(body, EnrolmentRequest.class);
    asked.add(request);
    Map<KeyRole, VerificationKey> keys = new EnumMap<>(KeyRole.class);
    request.keys().forEach((role, key) -> keys.put(role, VerificationKey.ofJwk(key.jwk())));
    KeyProof proof = KeyProof.ofEnrolment(new EnrolmentCode(CODE), platform.url().toString(), keys);
    boolean proven =
        request.keys().entrySet().stream()
            .allMatch(
                entry ->
                    proof.isSignedBy(
                        VerificationKey.ofJwk(entry.getValue().jwk()), entry.getValue().proof()));
    if (!proven) {
      return Answer.problem(422, "not proven");
    }
    known.putAll(keys);
    return new Answer(
        201,
        CanonicalJson.write(
            new EnrolmentAnswer("aurora", "Aurora University Hospital", "Aurora", "")));
  }

  private Answer rotated(String body) {
    KeyRotation rotation = read(body, KeyRotation.class);
    VerificationKey fresh = VerificationKey.ofJwk(rotation.newKey());
    VerificationKey old = Optional.ofNullable(known.get(rotation.role())).orElseThrow();
    KeyProof proof =
        KeyProof.ofRotation(
            "aurora", platform.url().toString(), rotation.role(), old.id(), fresh.id());
    Map<Signer, VerificationKey> signers = new EnumMap<>(Signer.class);
    signers.put(Signer.OLD_KEY, old);
    signers.put(Signer.NEW_KEY, fresh);
    if (rotation.role() == KeyRole.POLICY) {
      signers.put(
          Signer.RELEASE_KEY, Optional.ofNullable(known.get(KeyRole.RELEASE)).orElseThrow());
    }
    boolean signed =
        signers.entrySet().stream()
            .allMatch(
                signer ->
                    proof.isSignedBy(
                        signer.getValue(), rotation.proofs().getOrDefault(signer.getKey(), "")));
    if (!signed) {
      return Answer.problem(422, "not signed");
    }
    known.put(rotation.role(), fresh);
    return new Answer(200, CanonicalJson.write(new KnownKeys(Map.of())));
  }

  private static <T> T read(String body, Class<T> type) {
    try {
      return CanonicalJson.STRICT.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
