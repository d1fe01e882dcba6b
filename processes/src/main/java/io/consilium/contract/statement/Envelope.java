package io.consilium.contract.statement;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A statement with its signature: a DSSE envelope (Dead Simple Signing Envelope, protocol 1.0).
 *
 * @param payload the statement's canonical JSON in base64
 * @param signatures exactly one
 */
public record Envelope(String payloadType, String payload, List<Signature> signatures) {
  private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /**
   * One signature over the envelope's pre-authentication encoding.
   *
   * @param keyid id of the key, see {@link VerificationKey#id}
   * @param sig ECDSA P-256 with SHA-256, DER, in base64
   */
  public record Signature(String keyid, String sig) {}

  public Envelope {
    signatures = List.copyOf(signatures);
  }

  /** Signs a statement. */
  public static Envelope sign(Statement statement, SigningKey key) {
    return seal(statement.toJson(), key);
  }

  /** Signs the canonical JSON of an in-toto statement. */
  static Envelope seal(String statement, SigningKey key) {
    byte[] payload = statement.getBytes(StandardCharsets.UTF_8);
    byte[] signature = key.sign(preAuthenticationEncoding(PAYLOAD_TYPE, payload));
    return new Envelope(
        PAYLOAD_TYPE,
        Base64.getEncoder().encodeToString(payload),
        List.of(new Signature(key.id(), Base64.getEncoder().encodeToString(signature))));
  }

  /**
   * Reads an envelope; its signature is not looked at.
   *
   * @throws InvalidStatementException when it is malformed
   */
  public static Envelope parse(String json) {
    try {
      return CanonicalJson.STRICT.readValue(json, Envelope.class);
    } catch (JsonProcessingException e) {
      throw new InvalidStatementException("malformed envelope: " + e.getOriginalMessage());
    }
  }

  /** The envelope as JSON. */
  public String toJson() {
    return CanonicalJson.write(this);
  }

  /**
   * The statement inside, once the key is shown to have signed it.
   *
   * @throws InvalidStatementException when it is not signed by this key, or malformed
   */
  public Statement verify(VerificationKey key) {
    return Statement.parse(open(key));
  }

  /** The canonical JSON inside, once the key is shown to have signed it. */
  String open(VerificationKey key) {
    if (!payloadType.equals(PAYLOAD_TYPE) || signatures.size() != 1) {
      throw new InvalidStatementException("an envelope holds one in-toto statement, signed once");
    }
    byte[] bytes = payloadBytes();
    if (!signatures.get(0).keyid().equals(key.id())
        || !key.verifies(
            preAuthenticationEncoding(payloadType, bytes), decode(signatures.get(0).sig()))) {
      throw new InvalidStatementException("the statement is not signed by the key " + key.id());
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The canonical JSON inside; nobody has looked whether anyone signed it. */
  String unverified() {
    return new String(payloadBytes(), StandardCharsets.UTF_8);
  }

  /** The signing key's id as the envelope claims it; empty when it has no signature. */
  public String claimedKeyId() {
    return signatures.isEmpty() ? "" : signatures.get(0).keyid();
  }

  /** The statement's id: SHA-256 of its canonical JSON, 64 hex digits. */
  public String id() {
    return CanonicalJson.sha256(payloadBytes());
  }

  private byte[] payloadBytes() {
    return decode(payload);
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidStatementException("malformed envelope: not base64");
    }
  }

  /** PAE of the DSSE protocol: lengths first, so that no two inputs encode alike. */
  private static byte[] preAuthenticationEncoding(String type, byte[] payload) {
    var bytes = new ByteArrayOutputStream();
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(ascii("DSSEv1 " + typeBytes.length + " "));
    bytes.writeBytes(typeBytes);
    bytes.writeBytes(ascii(" " + payload.length + " "));
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
