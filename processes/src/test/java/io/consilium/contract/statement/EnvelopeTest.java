package io.consilium.contract.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.metric.MetricValue;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Payload.ResultReleased;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final Statement STATEMENT = new Statement(result("0.9731"));

  @Test
  void aSignedStatementComesBackAsItWas() {
    Envelope received = Envelope.parse(Envelope.sign(STATEMENT, KEY).toJson());

    assertThat(received.verify(KEY.verificationKey())).isEqualTo(STATEMENT);
    assertThat(received.claimedKeyId()).isEqualTo(KEY.id());
  }

  @Test
  void oneChangedDigitIsNoticed() {
    Envelope signed = Envelope.sign(STATEMENT, KEY);
    Envelope forged =
        new Envelope(
            signed.payloadType(),
            base64(new Statement(result("0.9732")).toJson()),
            signed.signatures());

    assertThatThrownBy(() -> forged.verify(KEY.verificationKey()))
        .isInstanceOf(InvalidStatementException.class)
        .hasMessageContaining("not signed by the key");
  }

  @Test
  void anotherFacilitysKeyDoesNotVerify() {
    Envelope signed = Envelope.sign(STATEMENT, KEY);

    assertThatThrownBy(() -> signed.verify(SigningKey.generate().verificationKey()))
        .isInstanceOf(InvalidStatementException.class);
  }

  @Test
  void subjectsThatAreNotThoseOfThePayloadAreRefused() {
    String altered = STATEMENT.toJson().replace("breast-fna-r1", "breast-fna-r2");

    assertThatThrownBy(() -> Statement.parse(altered))
        .isInstanceOf(InvalidStatementException.class)
        .hasMessageContaining("subjects");
  }

  @Test
  void anUnknownKindAndAnUnknownFieldAreRefusedByName() {
    assertThatThrownBy(
            () -> Statement.parse(STATEMENT.toJson().replace("ResultReleased", "PatientList")))
        .hasMessageContaining("urn:consilium:PatientList:v1");
    assertThatThrownBy(
            () ->
                Statement.parse(
                    STATEMENT.toJson().replace("\"audience\"", "\"patients\":\"x\",\"audience\"")))
        .hasMessageContaining("patients");
  }

  @Test
  void theIdIsTheSameForTheSameContent() {
    assertThat(Envelope.sign(STATEMENT, KEY).id())
        .isEqualTo(Envelope.sign(STATEMENT, SigningKey.generate()).id())
        .isNotEqualTo(Envelope.sign(new Statement(result("0.5")), KEY).id());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ResultReleased result(String auroc) {
    String digest = "sha256:" + "ab".repeat(32);
    return new ResultReleased(
        "aurora",
        "execution-1",
        "breast-fna-r1-round-1",
        "breast-fna",
        1,
        digest,
        "aurora.women",
        "hmac-sha256:" + "cd".repeat(32),
        "random-forest",
        digest,
        digest,
        digest,
        "participants",
        new ReleasedMetrics(
            Map.of(
                "auroc", MetricValue.of(new BigDecimal(auroc), new BigDecimal("0.0123")),
                "specificity", MetricValue.withheld()),
            Map.of()),
        "person-1",
        "ef".repeat(32),
        "01".repeat(32));
  }
}
