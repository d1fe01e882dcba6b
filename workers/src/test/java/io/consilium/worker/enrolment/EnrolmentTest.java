package io.consilium.worker.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.site.ConsoleSettings;
import io.consilium.worker.site.EngineList;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import io.consilium.worker.site.SiteSettings;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
  private static final String PASSPHRASE = "correct horse battery";
  private static final SiteSettings SETTINGS =
      new SiteSettings(
          "aurora",
          "Aurora University Hospital",
          "Aurora",
          URI.create("http://127.0.0.1:8080"),
          ConsoleSettings.LOOPBACK,
          EngineList.of(SiteSettings.LOCAL_ENGINE),
          List.of());

  @TempDir private Path folder;
  private SiteHome home;

  @BeforeEach
  void nameHome() {
    home = new SiteHome(folder.resolve("site"));
  }

  @Test
  void theRegistrationHoldsThreePublicKeysAndNothingSecret() throws IOException {
    Site site = Enrolment.make(home, SETTINGS, PASSPHRASE);

    JsonNode registration = CanonicalJson.STRICT.readTree(Enrolment.registration(site));

    assertThat(registration.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id", "name", "organisation", "transportKey", "releaseKey", "policyKey");
    assertThat(registration.findValues("d")).isEmpty();
    assertThat(registration.findValues("x")).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  @Attack("site/read_the_keys")
  void onlyTheWorkersUserCanReadTheKeys() throws IOException {
    Enrolment.make(home, SETTINGS, PASSPHRASE);

    try (Stream<Path> files = Files.list(home.keys())) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }
    assertThat(Files.getPosixFilePermissions(home.keys()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void onlyThePassphraseOpensTheReleaseKey() throws IOException {
    Enrolment.make(home, SETTINGS, PASSPHRASE);
    SiteKeys keys = SiteKeys.of(home);

    assertThat(keys.unlockRelease(PASSPHRASE).id()).isEqualTo(keys.releasePublic().id());
    assertThatThrownBy(() -> keys.unlockRelease("wrong horse battery"))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("passphrase does not open");
    assertThat(home.keys().resolve("release.jwe")).content().doesNotContain("\"d\"");
  }

  @Test
  void aSiteIsNeverMadeTwice() {
    Enrolment.make(home, SETTINGS, PASSPHRASE);
    String before = SiteKeys.of(home).transport().id();

    assertThatThrownBy(() -> Enrolment.make(home, SETTINGS, PASSPHRASE))
        .hasMessageContaining("already");

    assertThat(SiteKeys.of(home).transport().id()).isEqualTo(before);
  }

  @Test
  void aShortPassphraseIsRefusedBeforeAnythingIsMade() {
    assertThatThrownBy(() -> Enrolment.make(home, SETTINGS, "short"))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("at least 8");

    assertThat(home.root()).doesNotExist();
  }

  @Test
  void aPersonHasOnePseudonymAtEachSite() {
    SiteSecret here = SiteSecret.generate();
    SiteSecret there = SiteSecret.generate();

    assertThat(here.pseudonym("Freya Lindqvist"))
        .isEqualTo(here.pseudonym("Freya Lindqvist"))
        .isNotEqualTo(here.pseudonym("Jonas Berg"))
        .isNotEqualTo(there.pseudonym("Freya Lindqvist"))
        .doesNotContainIgnoringCase("freya");
  }
}
