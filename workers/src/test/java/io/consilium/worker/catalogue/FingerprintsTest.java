package io.consilium.worker.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.worker.fixture.TestSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of files is used, and no change is missed. */
class FingerprintsTest {
  private static final String NAME = "fna";

  @TempDir private Path folder;
  private TestSite site;
  private PreparedData prepared;
  private Path file;

  @BeforeEach
  void writeData() throws IOException {
    site = TestSite.in(folder.resolve("site"));
    prepared = new PreparedData(folder.resolve("prepared"));
    Files.createDirectories(prepared.data().resolve("scans"));
    Files.createDirectories(prepared.labels());
    file = Files.writeString(prepared.data().resolve("scans/1.csv"), "one");
    Files.writeString(prepared.data().resolve("scans/2.csv"), "two");
    Files.writeString(prepared.labels().resolve("labels.csv"), "y");
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** Fingerprints at a time when nothing was touched for a while. */
  private Fingerprints later(Duration time) {
    return new Fingerprints(
        site.journal,
        site.keys,
        site.site.policy(),
        Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC));
  }

  private Fingerprints soon() {
    return later(Duration.ofMinutes(1));
  }

  private long known() {
    return site.journal
        .sql()
        .sql("select count(*) from file_hash where dataset = ?")
        .param(NAME)
        .query(Long.class)
        .single();
  }

  private void pretendToKnow(String sha256) {
    site.journal
        .sql()
        .sql("update file_hash set sha256 = ? where path = 'scans/1.csv'")
        .param(sha256)
        .update();
  }

  @Test
  void itIsTheFingerprintOfTheData() {
    Fingerprint plain = Fingerprint.of(prepared.data(), prepared.labels(), site.keys.secret());

    assertThat(soon().full(NAME, prepared)).isEqualTo(plain);
    assertThat(soon().current(NAME, prepared)).isEqualTo(plain);
  }

  @Test
  void aFileThatWasNotTouchedIsNotReadAgain() {
    Fingerprint before = soon().full(NAME, prepared);
    assertThat(known()).isEqualTo(3);

    pretendToKnow("0".repeat(64));

    // What is pretended is believed, and so nothing was read; a full check reads.
    assertThat(soon().current(NAME, prepared)).isNotEqualTo(before);
    assertThat(soon().full(NAME, prepared)).isEqualTo(before);
  }

  @Test
  void aChangeWithSizeAndTimeSetBackIsFoundAtOnce() throws IOException {
    Fingerprint before = soon().full(NAME, prepared);
    FileTime time = Files.getLastModifiedTime(file);

    Files.writeString(file, "ONE");
    Files.setLastModifiedTime(file, time);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
    assertThat(Files.size(file)).isEqualTo(3);
    assertThat(soon().current(NAME, prepared)).isNotEqualTo(before);
  }

  @Test
  void aChangeThatLeavesNoTraceIsFoundByTheFullCheckThatPolicyAsksFor() throws IOException {
    Fingerprint before = soon().full(NAME, prepared);

    Files.writeString(file, "ONE");
    // As if the inode's time could be set back, too.
    site.journal
        .sql()
        .sql("update file_hash set modified_ns = ?, changed_ns = ? where path = 'scans/1.csv'")
        .params(nanos("lastModifiedTime"), nanos("ctime"))
        .update();

    assertThat(soon().current(NAME, prepared)).isEqualTo(before);
    assertThat(later(Duration.ofDays(6)).current(NAME, prepared)).isEqualTo(before);
    assertThat(later(Duration.ofDays(8)).current(NAME, prepared)).isNotEqualTo(before);
  }

  @Test
  void aFileTouchedJustNowIsReadAgain() {
    later(Duration.ZERO).full(NAME, prepared);

    assertThat(known()).isZero();
  }

  @Test
  void aReplacedFileANewOneAndAMissingOneAreFound() throws IOException {
    Fingerprint before = soon().full(NAME, prepared);

    Path other = Files.writeString(folder.resolve("other"), "ONE");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Fingerprint replaced = soon().current(NAME, prepared);
    Files.writeString(prepared.data().resolve("3.csv"), "three");
    Fingerprint more = soon().current(NAME, prepared);
    Files.delete(prepared.data().resolve("3.csv"));
    Fingerprint again = soon().current(NAME, prepared);

    assertThat(replaced).isNotEqualTo(before);
    assertThat(more).isNotEqualTo(replaced);
    assertThat(again).isEqualTo(replaced);
    assertThat(known()).isEqualTo(3);
  }

  @Test
  void whatIsForgottenIsReadAgain() {
    soon().full(NAME, prepared);
    pretendToKnow("0".repeat(64));

    soon().forget(NAME);

    assertThat(soon().lastFullCheck(NAME)).isEmpty();
    assertThat(soon().current(NAME, prepared))
        .isEqualTo(Fingerprint.of(prepared.data(), prepared.labels(), site.keys.secret()));
  }

  private long nanos(String time) throws IOException {
    return ((FileTime) Files.getAttribute(file, "unix:" + time))
        .to(java.util.concurrent.TimeUnit.NANOSECONDS);
  }
}
