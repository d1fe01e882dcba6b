package io.consilium.platform.facility;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.consilium.contract.gateway.FacilityToken;
import io.consilium.contract.signing.SigningKey;
import io.consilium.platform.Http;
import io.consilium.platform.Http.Answer;
import io.consilium.platform.PlatformTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A facility's token")
class TokenTest extends PlatformTest {
  private Site aurora;
  private String refusal;

  @BeforeEach
  void aFacility() {
    aurora = Site.registered(newId("aurora"), url());
    refusal = aurora.withToken("nonsense").get("/facility/benchmarks").body();
  }

  @Test
  @DisplayName("lets the facility in")
  void counts() {
    assertThat(ask(aurora.token()).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("counts once")
  void countsOnce() {
    String token = aurora.token();
    assertThat(ask(token).status()).isEqualTo(200);

    assertRefused(ask(token));
  }

  @Test
  @DisplayName("must be signed with a key that is registered")
  void unknownKey() {
    assertRefused(ask(Site.stranger(aurora.id, url()).token()));
  }

  @Test
  @DisplayName("must be signed with the transport key, not the release or policy key")
  void wrongRole() {
    assertRefused(ask(token(aurora.release, aurora.id, Site.AUDIENCE, Instant.now())));
    assertRefused(ask(token(aurora.policy, aurora.id, Site.AUDIENCE, Instant.now())));
  }

  @Test
  @DisplayName("must name the facility whose key signed it")
  void otherFacility() {
    Site borealis = Site.registered(newId("borealis"), url());

    assertRefused(ask(token(borealis.transport, aurora.id, Site.AUDIENCE, Instant.now())));
  }

  @Test
  @DisplayName("must not claim another key's id than that of the key that signed it")
  void forgedKeyId() throws Exception {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(aurora.transport.id()).build(),
            claims().build());
    token.sign(new ECDSASigner(SigningKey.generate().toEcKey()));

    assertRefused(ask(token.serialize()));
  }

  @Test
  @DisplayName("must be meant for this platform")
  void wrongAudience() {
    assertRefused(
        ask(token(aurora.transport, aurora.id, "https://elsewhere.example", Instant.now())));
  }

  @Test
  @DisplayName("must not have expired")
  void expired() {
    assertRefused(
        ask(
            token(
                aurora.transport,
                aurora.id,
                Site.AUDIENCE,
                Instant.now().minus(Duration.ofMinutes(5)))));
  }

  @Test
  @DisplayName("must be short-lived")
  void longLived() throws Exception {
    assertRefused(
        ask(
            signed(
                claims()
                    .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                    .build())));
  }

  @Test
  @DisplayName("must not come from the future")
  void fromTheFuture() {
    assertRefused(
        ask(
            token(
                aurora.transport,
                aurora.id,
                Site.AUDIENCE,
                Instant.now().plus(Duration.ofMinutes(5)))));
  }

  @Test
  @DisplayName("must have an id of its own")
  void withoutId() throws Exception {
    assertRefused(ask(signed(claims().jwtID(null).build())));
    assertRefused(ask(signed(claims().jwtID("x".repeat(1_000)).build())));
  }

  @Test
  @DisplayName("must be signed at all")
  void unsigned() throws Exception {
    assertRefused(ask(new PlainJWT(claims().build()).serialize()));
  }

  @Test
  @DisplayName("opens neither the people's API nor the webapps")
  void notForPeople() {
    assertThat(aurora.http().get("/api/facilities").status()).isEqualTo(401);
    assertThat(aurora.http().get("/camunda/api/engine/engine/default/task").status())
        .isEqualTo(401);
    assertThat(aurora.http().get("/").status()).isEqualTo(401);
  }

  @Test
  @DisplayName("is not replaced by a person's password")
  void peopleHaveNoWayIn() {
    assertThat(new Http(url()).as("olga").get("/facility/benchmarks"))
        .extracting(Answer::status)
        .isEqualTo(401);
  }

  private Answer ask(String token) {
    return aurora.withToken(token).get("/facility/benchmarks");
  }

  private void assertRefused(Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body()).as("the same words whatever was wrong").isEqualTo(refusal);
  }

  private static String token(SigningKey key, String facilityId, String audience, Instant now) {
    return FacilityToken.mint(facilityId, audience, key, now);
  }

  private JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(aurora.id)
        .subject(aurora.id)
        .audience(Site.AUDIENCE)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(60)))
        .jwtID(UUID.randomUUID().toString());
  }

  private String signed(JWTClaimsSet claims) throws Exception {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(aurora.transport.id()).build(), claims);
    token.sign(new ECDSASigner(aurora.transport.toEcKey()));
    return token.serialize();
  }
}
