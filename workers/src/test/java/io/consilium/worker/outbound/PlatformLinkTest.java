package io.consilium.worker.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlatformLinkTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private final PlatformLink link =
      new PlatformLink(URI.create("http://platform"), Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aRefusalWithClocksApartNamesTheClocks() {
    link.answered(401, Optional.of(NOW.minusSeconds(300)));

    assertThat(link.state().condition()).isEqualTo(PlatformLink.Condition.CLOCK_APART);
    assertThat(link.state().words())
        .isEqualTo("this machine's clock is 300 seconds ahead of the platform's: set it right");
  }

  @Test
  void aRefusalWithClocksTogetherNamesTheKey() {
    link.answered(401, Optional.of(NOW.minusSeconds(3)));

    assertThat(link.state().condition()).isEqualTo(PlatformLink.Condition.KEY_UNKNOWN);
  }

  @Test
  void anyOtherAnswerIsAConnection() {
    link.failed();
    link.answered(404, Optional.empty());

    assertThat(link.state().condition()).isEqualTo(PlatformLink.Condition.CONNECTED);
  }

  @Test
  void noAnswerNamesTheAddress() {
    link.failed();

    assertThat(link.state().words()).contains("http://platform does not answer");
  }
}
