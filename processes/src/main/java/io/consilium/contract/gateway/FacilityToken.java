package io.consilium.contract.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The short-lived token by which a facility proves who it is: a JWT that it signs itself with its
 * transport key (after RFC 7523).
 *
 * @param facilityId who
 * @param tokenId a nonce; the platform takes each only once
 * @param expiresAt when it stops to count
 * @param keyId the transport key that signed it
 */
public record FacilityToken(String facilityId, String tokenId, Instant expiresAt, String keyId) {
  /** How long a token may live at most. */
  public static final Duration LIFETIME = Duration.ofMinutes(2);

  /** How far two clocks may be apart. */
  public static final Duration SKEW = Duration.ofSeconds(30);

  /** A facility's transport key as the platform knows it. */
  public record KnownKey(String facilityId, VerificationKey key) {}

  /** Makes a new token for one request. */
  public static String mint(String facilityId, String audience, SigningKey key, Instant now) {
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(JOSEObjectType.JWT)
                  .keyID(key.id())
                  .build(),
              new JWTClaimsSet.Builder()
                  .issuer(facilityId)
                  .subject(facilityId)
                  .audience(audience)
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plus(LIFETIME)))
                  .jwtID(UUID.randomUUID().toString())
                  .build());
      token.sign(new ECDSASigner(key.toEcKey()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Checks everything but replay, which needs a memory of token ids.
   *
   * @param keys the transport key of that id, if any facility has it
   * @throws InvalidTokenException when the token does not count, with the reason for a log
   */
  public static FacilityToken verify(
      String text, String audience, Function<String, Optional<KnownKey>> keys, Instant now) {
    try {
      SignedJWT token = SignedJWT.parse(text);
      require(JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm()), "wrong algorithm");
      String keyId = Optional.ofNullable(token.getHeader().getKeyID()).orElse("");
      KnownKey known =
          keys.apply(keyId).orElseThrow(() -> new InvalidTokenException("unknown key"));
      require(token.verify(new ECDSAVerifier(known.key().toEcKey())), "wrong signature");
      JWTClaimsSet claims = token.getJWTClaimsSet();
      require(known.facilityId().equals(claims.getIssuer()), "wrong issuer");
      require(known.facilityId().equals(claims.getSubject()), "wrong subject");
      require(List.of(audience).equals(claims.getAudience()), "wrong audience");
      Instant issued = instant(claims.getIssueTime(), "iat");
      Instant expires = instant(claims.getExpirationTime(), "exp");
      require(!issued.isAfter(now.plus(SKEW)), "issued in the future: compare the clocks");
      require(!expires.isAfter(issued.plus(LIFETIME)), "lives too long");
      require(expires.plus(SKEW).isAfter(now), "expired: compare the clocks");
      String id = Optional.ofNullable(claims.getJWTID()).orElse("");
      require(!id.isBlank(), "no jti");
      return new FacilityToken(known.facilityId(), id, expires, keyId);
    } catch (ParseException | JOSEException e) {
      throw new InvalidTokenException("malformed");
    }
  }

  private static Instant instant(@Nullable Date date, String claim) {
    return Optional.ofNullable(date)
        .map(Date::toInstant)
        .orElseThrow(() -> new InvalidTokenException("no " + claim));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvalidTokenException(otherwise);
    }
  }
}
