package io.consilium.contract.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.gateway.FacilityToken.KnownKey;
import io.consilium.contract.signing.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FacilityTokenTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String PLATFORM = "https://platform.example";
  private final SigningKey key = SigningKey.generate();

  @Test
  void aFreshTokenTellsWhoItIs() {
    FacilityToken token = verify(FacilityToken.mint("aurora", PLATFORM, key, NOW), PLATFORM, NOW);

    assertThat(token.facilityId()).isEqualTo("aurora");
    assertThat(token.tokenId()).isNotBlank();
  }

  @Test
  void anExpiredAFutureAndAForeignTokenDoNotCount() {
    String token = FacilityToken.mint("aurora", PLATFORM, key, NOW);

    refused(token, PLATFORM, NOW.plus(Duration.ofMinutes(3)), "expired");
    refused(token, PLATFORM, NOW.minus(Duration.ofMinutes(1)), "future");
    refused(token, "https://elsewhere.example", NOW, "audience");
  }

  @Test
  void anUnknownKeyAndAnotherFacilitysNameDoNotCount() {
    refused(
        FacilityToken.mint("aurora", PLATFORM, SigningKey.generate(), NOW),
        PLATFORM,
        NOW,
        "unknown key");
    refused(FacilityToken.mint("borealis", PLATFORM, key, NOW), PLATFORM, NOW, "issuer");
    refused("not a token", PLATFORM, NOW, "malformed");
  }

  private void refused(String token, String audience, Instant now, String why) {
    assertThatThrownBy(() -> verify(token, audience, now))
        .isInstanceOf(InvalidTokenException.class)
        .hasMessageContaining(why);
  }

  private FacilityToken verify(String token, String audience, Instant now) {
    return FacilityToken.verify(
        token,
        audience,
        id ->
            id.equals(key.id())
                ? Optional.of(new KnownKey("aurora", key.verificationKey()))
                : Optional.empty(),
        now);
  }
}
