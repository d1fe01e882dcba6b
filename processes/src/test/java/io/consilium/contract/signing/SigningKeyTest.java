package io.consilium.contract.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.consilium.contract.text.CanonicalJson;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
  private final SigningKey key = SigningKey.generate();
  private final byte[] message = {1, 2, 3};

  @Test
  void aKeySurvivesItsFileInTheClearAndUnderAPassphrase() {
    byte[] signature = key.sign(message);

    assertThat(SigningKey.ofJwk(key.jwk()).verificationKey().verifies(message, signature)).isTrue();
    assertThat(
            SigningKey.decrypt(key.encrypt("correct horse"), "correct horse")
                .verificationKey()
                .verifies(message, signature))
        .isTrue();
  }

  @Test
  void aWrongPassphraseSaysSo() {
    String encrypted = key.encrypt("correct horse");

    assertThat(encrypted).doesNotContain(key.toEcKey().getD().toString());
    assertThatThrownBy(() -> SigningKey.decrypt(encrypted, "battery staple"))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessage("the passphrase does not open this key");
  }

  @Test
  void aPrivateKeyIsRefusedWhereAPublicOneBelongs() throws Exception {
    Map<String, Object> jwk = CanonicalJson.STRICT.readValue(key.jwk(), new TypeReference<>() {});

    assertThatThrownBy(() -> VerificationKey.ofJwk(jwk)).hasMessageContaining("never leave");
  }

  @Test
  void aSignatureOverOtherBytesDoesNotVerify() {
    assertThat(key.verificationKey().verifies(new byte[] {1, 2, 4}, key.sign(message))).isFalse();
    assertThat(key.verificationKey().verifies(message, new byte[] {9})).isFalse();
  }
}
