package io.consilium.contract.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public half of a P-256 key pair. */
public final class VerificationKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

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

  /**
   * Reads a public key in PEM, as {@code cosign} and {@code openssl} write it.
   *
   * @throws InvalidKeyException when it is not a public key on P-256
   */
  public static VerificationKey ofPem(String pem) {
    Matcher form = PEM.matcher(pem.strip());
    if (!form.matches()) {
      throw new InvalidKeyException("this is not one block between PUBLIC KEY lines");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(form.group(1));
      if (KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes))
              instanceof ECPublicKey key
          && Curve.P_256.equals(Curve.forECParameterSpec(key.getParams()))) {
        return new VerificationKey(new ECKey.Builder(Curve.P_256, key).build());
      }
      throw new InvalidKeyException("the key must be on the curve P-256");
    } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
      throw new InvalidKeyException("the key is not a public key of type EC");
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
