package io.consilium.contract.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.text.ParseException;
import java.util.Map;

/** The public half of a P-256 key pair. */
public final class VerificationKey {
  private final ECKey key;
  private final String id;

  VerificationKey(ECKey key) {
    this.key = key.toPublicJWK();
    this.id = thumbprint(key);
  }

  /**
   * Reads a JSON Web Key (RFC 7517).
   *
   * @throws InvalidKeyException when it is not a public key on P-256
   */
  public static VerificationKey ofJwk(Map<String, Object> jwk) {
    try {
      ECKey key = ECKey.parse(jwk);
      if (!Curve.P_256.equals(key.getCurve())) {
        throw new InvalidKeyException("the key must be on the curve P-256");
      }
      if (key.isPrivate()) {
        throw new InvalidKeyException(
            "this is a private key: it must never leave the facility; make a new pair");
      }
      return new VerificationKey(key);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw new InvalidKeyException("the key is not a JSON Web Key of type EC: " + e.getMessage());
    }
  }

  /** The key's SHA-256 thumbprint (RFC 7638): the same key always has the same id. */
  public String id() {
    return id;
  }

  /** The key as a JSON Web Key. */
  public Map<String, Object> jwk() {
    return key.toJSONObject();
  }

  /** Whether the signature (ECDSA with SHA-256, DER) over these bytes was made with this pair. */
  public boolean verifies(byte[] bytes, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key.toECPublicKey());
      verifier.update(bytes);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | JOSEException e) {
      return false;
    }
  }

  /** The key in the form of the token library. */
  public ECKey toEcKey() {
    return key;
  }

  static String thumbprint(ECKey key) {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey that && that.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "VerificationKey[" + id + "]";
  }
}
