package io.consilium.worker.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.signing.InvalidKeyException;
import io.consilium.worker.fixture.TestClock;
import io.consilium.worker.fixture.TestSite;
import io.consilium.worker.zoo.Attack;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release key in memory, and when it is not there any more. */
class ReleaseSessionTest {
  private final TestClock clock = new TestClock("2026-05-04T08:00:00Z");

  @TempDir private Path folder;
  private TestSite site;
  private ReleaseSession session;

  @BeforeEach
  void open() {
    site = TestSite.in(folder.resolve("site"));
    session = new ReleaseSession(site.keys, Duration.ofMinutes(15), clock);
  }

  @AfterEach
  void close() {
    session.close();
    site.close();
  }

  @Test
  void itIsLockedUntilAPersonUnlocksIt() {
    assertThat(session.state()).isEmpty();
    assertThatThrownBy(() -> session.signer("Freya"))
        .isInstanceOf(ReleaseException.class)
        .hasMessageContaining("is locked");

    session.unlock("Freya", TestSite.PASSPHRASE);

    assertThat(session.signer("Freya").key().id())
        .isEqualTo(site.keys.unlockRelease(TestSite.PASSPHRASE).id());
  }

  @Test
  void aWrongPassphraseUnlocksNothing() {
    assertThatThrownBy(() -> session.unlock("Freya", "wrong horse battery"))
        .isInstanceOf(InvalidKeyException.class);
    assertThat(session.state()).isEmpty();
  }

  @Test
  @Attack("release/in_anothers_name")
  void nobodySignsInAnothersName() {
    session.unlock("Freya", TestSite.PASSPHRASE);

    assertThatThrownBy(() -> session.signer("Mallory")).hasMessageContaining("unlocked for Freya");
    assertThatThrownBy(() -> session.unlock(" ", TestSite.PASSPHRASE))
        .hasMessageContaining("say who");
  }

  @Test
  @Attack("release/after_the_session")
  void itEndsByTime() {
    session.unlock("Freya", TestSite.PASSPHRASE);
    clock.pass(Duration.ofMinutes(14));
    assertThat(session.state()).isPresent();

    clock.pass(Duration.ofMinutes(1));

    assertThat(session.state()).isEmpty();
    assertThatThrownBy(() -> session.signer("Freya")).hasMessageContaining("is locked");
  }

  @Test
  void itEndsByHandAndWithTheWorker() {
    session.unlock("Freya", TestSite.PASSPHRASE);
    session.lock();
    assertThat(session.state()).isEmpty();

    session.unlock("Freya", TestSite.PASSPHRASE);
    session.close();
    assertThat(session.state()).isEmpty();
  }
}
