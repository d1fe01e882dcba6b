package io.consilium.worker.cosign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.signing.VerificationKey;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.worker.fixture.Documents;
import io.consilium.worker.outbound.Network;
import io.consilium.worker.sandbox.HostileImage;
import io.consilium.worker.zoo.Attack;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Measure 8: images signed with cosign, in a real registry. */
@ExtendWith(HostileImage.Resolver.class)
class CosignTest {
  private static final Network DIRECT = Network.direct(URI.create("http://127.0.0.1"));
  private static final KeyPair HOSPITAL = pair();
  private static final KeyPair STRANGER = pair();

  /** Another one for each test; only signatures are read, so that there need be no image. */
  private final String digest =
      "sha256:" + CanonicalJson.sha256(SigningKey.generate().jwk().getBytes(UTF_8));

  private String registry = "";
  private CosignSigner cosign = new CosignSigner("", "");

  @BeforeEach
  void useTheRegistry(HostileImage image) {
    registry = image.registry();
    cosign = new CosignSigner(registry, "attacks/signed");
  }

  @Test
  void anImageSignedWithTheSitesKeyMayRun() {
    cosign.publish(digest, cosign.sign(digest, HOSPITAL));

    assertThatCode(() -> signatures(HOSPITAL).require(container())).doesNotThrowAnyException();
  }

  @Test
  void oneGoodSignatureAmongOthersIsEnough() {
    cosign.publish(digest, cosign.sign(digest, STRANGER), cosign.sign(digest, HOSPITAL));

    assertThatCode(() -> signatures(HOSPITAL).require(container())).doesNotThrowAnyException();
  }

  @Test
  void withoutKeysNothingIsAskedOfAnybody() {
    assertThatCode(
            () ->
                new ImageSignatures(List.of(), Set.of(), DIRECT)
                    .require(Documents.onPaper().benchmark().containers().evaluator()))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("measure 8, cosign: an image without a signature is refused")
  @Attack("signature/none")
  void unsigned() {
    assertUnsigned("it has no signature");
  }

  @Test
  @DisplayName("measure 8, cosign: a signature by another key is refused")
  @Attack("signature/of_another_key")
  void anotherKey() {
    cosign.publish(digest, cosign.sign(digest, STRANGER));

    assertUnsigned("none of its 1 signatures");
  }

  @Test
  @DisplayName(
      "measure 8, cosign: the signature of another image under this image's tag is refused")
  @Attack("signature/of_another_image")
  void anotherImage() {
    String other = "sha256:" + "f".repeat(64);
    cosign.publish(digest, cosign.sign(other, HOSPITAL));

    assertUnsigned("none of its 1 signatures");
  }

  @Test
  @DisplayName("measure 8, cosign: a payload that was changed after signing is refused")
  @Attack("signature/of_changed_words")
  void changedPayload() {
    String other = "sha256:" + "f".repeat(64);
    CosignSigner.Signed honest = cosign.sign(other, HOSPITAL);
    cosign.publish(digest, new CosignSigner.Signed(cosign.payload(digest), honest.signature()));

    assertUnsigned("none of its 1 signatures");
  }

  @Test
  @DisplayName("measure 8, cosign: a signed text of another kind is refused")
  @Attack("signature/of_another_kind")
  void anotherKind() {
    String text =
        "{\"critical\":{\"image\":{\"docker-manifest-digest\":\"%s\"},\"type\":\"something else\"}}"
            .formatted(digest);
    cosign.publish(digest, CosignSigner.signed(text, HOSPITAL));

    assertUnsigned("none of its 1 signatures");
  }

  @Test
  @DisplayName("measure 8, cosign: a registry that the site does not allow is not asked")
  void foreignRegistry() {
    assertThatThrownBy(
            () ->
                new ImageSignatures(keys(HOSPITAL), Set.of("registry.example.org"), DIRECT)
                    .require(container()))
        .isInstanceOf(UnsignedImageException.class)
        .hasMessageContaining("does not allow (allowed: registry.example.org)");
  }

  @Test
  void aRegistryThatDoesNotAnswerIsAPassingFault() {
    ContainerSpec elsewhere =
        Documents.of("127.0.0.1:9/attacks/hostile:1", digest).benchmark().containers().evaluator();

    assertThatThrownBy(
            () ->
                new ImageSignatures(keys(HOSPITAL), Set.of("127.0.0.1:9"), DIRECT)
                    .require(elsewhere))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("127.0.0.1:9 could not be asked");
  }

  @Test
  void aSignatureThatWasFoundIsRemembered() throws UnsignedImageException {
    ImageSignatures signatures = signatures(HOSPITAL);
    cosign.publish(digest, cosign.sign(digest, HOSPITAL));
    signatures.require(container());
    cosign.publish(digest, cosign.sign(digest, STRANGER));

    assertThatCode(() -> signatures.require(container())).doesNotThrowAnyException();
    assertUnsigned("none of its 1 signatures");
  }

  @Test
  void cosignsAndOurOwnKeysHaveTheSameForm() {
    SigningKey own = SigningKey.generate();
    byte[] text = {1, 2, 3};

    assertThat(
            VerificationKey.ofPem(pem(HOSPITAL)).verifies(text, CosignSigner.sign(text, HOSPITAL)))
        .isTrue();
    assertThat(VerificationKey.ofPem(pem(HOSPITAL)).verifies(text, own.sign(text))).isFalse();
  }

  private void assertUnsigned(String words) {
    assertThatThrownBy(() -> signatures(HOSPITAL).require(container()))
        .isInstanceOf(UnsignedImageException.class)
        .hasMessageContaining("cosign_keys")
        .hasMessageContaining(words);
  }

  private ImageSignatures signatures(KeyPair key) {
    return new ImageSignatures(keys(key), Set.of(registry), DIRECT);
  }

  private ContainerSpec container() {
    return Documents.of(registry + "/attacks/signed:1", digest)
        .benchmark()
        .containers()
        .evaluator();
  }

  private static List<VerificationKey> keys(KeyPair pair) {
    return List.of(VerificationKey.ofPem(pem(pair)));
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
