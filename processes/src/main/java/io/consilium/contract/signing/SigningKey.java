package io.consilium.contract.signing;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.text.ParseException;

/**
 * A P-256 key pair. It is kept as a JSON Web Key (RFC 7517), or, under a passphrase, as a JSON Web
 * Key encrypted as the same standard's appendix C shows.
 */
public final class SigningKey {
  private static final int SALT_BYTES = 16;

  /** OWASP's figure for PBKDF2 with HMAC-SHA-512, 2023. */
  private static final int ITERATIONS = 210_000;

  private final ECKey key;

  private SigningKey(ECKey key) {
    this.key = key;
  }

  /** A new pair. */
  public static SigningKey generate() {
    try {
      return new SigningKey(new ECKeyGenerator(Curve.P_256).generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a pair from its JSON Web Key.
   *
   * @throws InvalidKeyException when it is not a private key on P-256
   */
  public static SigningKey ofJwk(String json) {
    try {
      ECKey key = ECKey.parse(json);
      if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
        throw new InvalidKeyException("this is not a private key on the curve P-256");
      }
      return new SigningKey(key);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw new InvalidKeyException("this is not a JSON Web Key");
    }
  }

  /**
   * Reads a pair that was encrypted under a passphrase.
   *
   * @throws InvalidKeyException when the passphrase is wrong or the text is damaged
   */
  public static SigningKey decrypt(String encrypted, String passphrase) {
    try {
      JWEObject envelope = JWEObject.parse(encrypted);
      envelope.decrypt(new PasswordBasedDecrypter(passphrase));
      return ofJwk(envelope.getPayload().toString());
    } catch (ParseException e) {
      throw new InvalidKeyException("this is not an encrypted key");
    } catch (JOSEException e) {
      throw new InvalidKeyException("the passphrase does not open this key");
    }
  }

  /** The pair as a JSON Web Key, private part included. */
  public String jwk() {
    return key.toJSONString();
  }

  /** The pair encrypted under a passphrase (PBES2-HS512+A256KW, A256GCM). */
  public String encrypt(String passphrase) {
    try {
      JWEHeader header =
          new JWEHeader.Builder(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A256GCM)
              .contentType("jwk+json")
              .build();
      JWEObject envelope = new JWEObject(header, new Payload(key.toJSONString()));
      envelope.encrypt(new PasswordBasedEncrypter(passphrase, SALT_BYTES, ITERATIONS));
      return envelope.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The pair's id: the thumbprint of its public half. */
  public String id() {
    return VerificationKey.thumbprint(key);
  }

  /** The public half. */
  public VerificationKey verificationKey() {
    return new VerificationKey(key);
  }

  /** Signs the bytes: ECDSA with SHA-256, DER. */
  public byte[] sign(byte[] bytes) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(key.toECPrivateKey());
      signer.update(bytes);
      return signer.sign();
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The pair in the form of the token library. */
  public ECKey toEcKey() {
    return key;
  }

  @Override
  public String toString() {
    return "SigningKey[" + id() + "]";
  }
}
