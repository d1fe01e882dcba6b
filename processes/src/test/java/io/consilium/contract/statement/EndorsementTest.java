package io.consilium.contract.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Endorsement.Container;
import io.consilium.contract.statement.Endorsement.Model;
import io.consilium.contract.statement.Payload.ReleaseDeclined;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndorsementTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final Endorsement ENDORSEMENT =
      new Endorsement(
          "breast-fna",
          2,
          digest('a'),
          Optional.of(new Model("forest", digest('b'))),
          List.of(new Container("model", "forest", digest('c'))),
          "2026-11-25T04:00:00Z");

  @Test
  void aSignedEndorsementComesBackAsItWas() {
    Envelope received = Envelope.parse(ENDORSEMENT.sign(KEY).toJson());

    assertThat(Endorsement.verify(received, KEY.verificationKey())).isEqualTo(ENDORSEMENT);
    assertThat(Endorsement.unverified(received)).isEqualTo(ENDORSEMENT);
  }

  @Test
  void itsSubjectsAreTheDigestsThatItNames() {
    assertThat(ENDORSEMENT.toJson())
        .contains("\"_type\":\"https://in-toto.io/Statement/v1\"")
        .contains("{\"digest\":{\"sha256\":\"" + "a".repeat(64) + "\"},\"name\":\"breast-fna-r2\"}")
        .contains("{\"digest\":{\"sha256\":\"" + "b".repeat(64) + "\"},\"name\":\"forest\"}")
        .contains("{\"digest\":{\"sha256\":\"" + "c".repeat(64) + "\"},\"name\":\"model\"}");
  }

  @Test
  void anotherKeysSignatureDoesNotCount() {
    Envelope signed = ENDORSEMENT.sign(SigningKey.generate());

    assertThatThrownBy(() -> Endorsement.verify(signed, KEY.verificationKey()))
        .isInstanceOf(InvalidStatementException.class)
        .hasMessageContaining("not signed by the key");
  }

  @Test
  void aClaimedKeyIdIsNoSignature() {
    Envelope signed = ENDORSEMENT.sign(SigningKey.generate());
    Envelope forged =
        new Envelope(
            signed.payloadType(),
            signed.payload(),
            List.of(new Envelope.Signature(KEY.id(), signed.signatures().get(0).sig())));

    assertThatThrownBy(() -> Endorsement.verify(forged, KEY.verificationKey()))
        .isInstanceOf(InvalidStatementException.class);
  }

  @Test
  void subjectsThatAreNotThoseOfThePredicateAreRefused() {
    Envelope forged =
        envelope(ENDORSEMENT.toJson().replaceFirst("\"name\":\"forest\"", "\"name\":\"oak\""));

    assertThatThrownBy(() -> Endorsement.verify(forged, KEY.verificationKey()))
        .isInstanceOf(InvalidStatementException.class)
        .hasMessageContaining("subjects");
  }

  @Test
  void aTimeThatIsNoneIsRefused() {
    Envelope forged = envelope(ENDORSEMENT.toJson().replace("2026-11-25T04:00:00Z", "for ever"));

    assertThatThrownBy(() -> Endorsement.verify(forged, KEY.verificationKey()))
        .isInstanceOf(InvalidStatementException.class)
        .hasMessageContaining("signedAt is not a time");
  }

  @Test
  void aFacilitysStatementIsNoEndorsementEvenWithTheSameKey() {
    Envelope other =
        Envelope.sign(
            new Statement(
                new ReleaseDeclined("elm", "e1", "breast-fna", 2, digest('a'), "person-1")),
            KEY);

    assertThatThrownBy(() -> Endorsement.verify(other, KEY.verificationKey()))
        .isInstanceOf(InvalidStatementException.class)
        .hasMessageContaining("not an endorsement");
    assertThatThrownBy(() -> ENDORSEMENT.sign(KEY).verify(KEY.verificationKey()))
        .isInstanceOf(InvalidStatementException.class)
        .hasMessageContaining("unknown kind of statement");
  }

  private static Envelope envelope(String json) {
    return Envelope.seal(json, KEY);
  }

  private static String digest(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }
}
