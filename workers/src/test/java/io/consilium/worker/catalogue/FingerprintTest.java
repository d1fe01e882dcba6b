package io.consilium.worker.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.worker.enrolment.SiteSecret;
import io.consilium.worker.zoo.Attack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  private final SiteSecret secret = SiteSecret.generate();

  @TempDir private Path folder;
  private Path data;
  private Path labels;

  @BeforeEach
  void writeData() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    labels = Files.createDirectory(folder.resolve("labels"));
    Files.createDirectory(data.resolve("scans"));
    Files.writeString(data.resolve("scans/1.csv"), "one");
    Files.writeString(data.resolve("scans/2.csv"), "two");
    Files.writeString(labels.resolve("labels.csv"), "y");
  }

  @Test
  void theSameDataHasTheSameFingerprint() {
    assertThat(keyed()).matches("hmac-sha256:[0-9a-f]{64}").isEqualTo(keyed());
  }

  @Test
  void anEditedFileChangesIt() throws IOException {
    String before = keyed();

    Files.writeString(data.resolve("scans/1.csv"), "One");

    assertThat(keyed()).isNotEqualTo(before);
  }

  @Test
  void aRenamedFileChangesItButNotMedPerfsHash() throws IOException {
    Fingerprint before = fingerprint();

    Files.move(data.resolve("scans/1.csv"), data.resolve("scans/3.csv"));

    assertThat(fingerprint().keyed()).isNotEqualTo(before.keyed());
    assertThat(fingerprint().medperfHash()).isEqualTo(before.medperfHash());
  }

  @Test
  void contentsThatSwapTheirNamesChangeIt() throws IOException {
    String before = keyed();

    Files.writeString(data.resolve("scans/1.csv"), "two");
    Files.writeString(data.resolve("scans/2.csv"), "one");

    assertThat(keyed()).isNotEqualTo(before);
  }

  @Test
  void aFileThatMovesFromDataToLabelsChangesItButNotMedPerfsHash() throws IOException {
    Fingerprint before = fingerprint();

    Files.createDirectory(labels.resolve("scans"));
    Files.move(data.resolve("scans/1.csv"), labels.resolve("scans/1.csv"));

    assertThat(fingerprint().keyed()).isNotEqualTo(before.keyed());
    assertThat(fingerprint().medperfHash()).isEqualTo(before.medperfHash());
  }

  @Test
  @Attack("channel/guess_the_data")
  void anotherSiteSeesAnotherFingerprintOfTheSameData() {
    assertThat(Fingerprint.of(data, labels, SiteSecret.generate()).keyed()).isNotEqualTo(keyed());
  }

  @Test
  void medPerfsHashIsTheirs() {
    // sha256 over the sorted hex digests of "one", "two" and "y", computed with sha256sum and sort.
    assertThat(fingerprint().medperfHash())
        .isEqualTo("00b46e303763c781daa726ea9cec8a9515778373b3edbc502d0a5b4b6f634a2c");
  }

  @Test
  void aLinkIsNotData() throws IOException {
    Files.createSymbolicLink(data.resolve("scans/4.csv"), labels.resolve("labels.csv"));

    assertThatThrownBy(this::fingerprint)
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage(data.resolve("scans/4.csv") + " is not a plain file");
  }

  private String keyed() {
    return fingerprint().keyed();
  }

  private Fingerprint fingerprint() {
    return Fingerprint.of(data, labels, secret);
  }
}
