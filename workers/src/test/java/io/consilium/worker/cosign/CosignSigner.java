package io.consilium.worker.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.text.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Signs images as cosign does, and puts the signatures where cosign does. */
public final class CosignSigner {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String repository;

  public CosignSigner(String registry, String repository) {
    this.repository = "http://" + registry + "/v2/" + repository;
  }

  /**
   * What was signed.
   *
   * @param signature in base64
   */
  public record Signed(String payload, String signature) {
    byte[] bytes() {
      return payload.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The payload about an image. */
  String payload(String digest) {
    return ("{\"critical\":{\"identity\":{\"docker-reference\":\"\"},\"image\":"
            + "{\"docker-manifest-digest\":\"%s\"},\"type\":\"cosign container image signature\"},"
            + "\"optional\":null}")
        .formatted(digest);
  }

  /** Signs an image. */
  public Signed sign(String digest, KeyPair key) {
    String payload = payload(digest);
    return signed(payload, key);
  }

  static Signed signed(String payload, KeyPair key) {
    byte[] signature = sign(payload.getBytes(StandardCharsets.UTF_8), key);
    return new Signed(payload, Base64.getEncoder().encodeToString(signature));
  }

  static byte[] sign(byte[] payload, KeyPair key) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(key.getPrivate());
      signer.update(payload);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts signatures under the tag of an image. */
  public void publish(String digest, Signed... signatures) {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    upload(config);
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Signed signed : signatures) {
      upload(signed.bytes());
      layers.add(
          Map.of(
              "mediaType",
              "application/vnd.dev.cosign.simplesigning.v1+json",
              "size",
              signed.bytes().length,
              "digest",
              digestOf(signed.bytes()),
              "annotations",
              Map.of("dev.cosignproject.cosign/signature", signed.signature())));
    }
    String manifest =
        CanonicalJson.write(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MANIFEST,
                "config",
                Map.of(
                    "mediaType",
                    "application/vnd.oci.image.config.v1+json",
                    "size",
                    config.length,
                    "digest",
                    digestOf(config)),
                "layers",
                layers));
    HttpResponse<String> answer =
        send(
            request("/manifests/" + tag(digest))
                .header("Content-Type", MANIFEST)
                .PUT(BodyPublishers.ofString(manifest)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private void upload(byte[] blob) {
    String location =
        send(request("/blobs/uploads/").POST(BodyPublishers.noBody()))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    URI upload = URI.create(repository).resolve(location);
    URI finished =
        URI.create(upload + (upload.getQuery() == null ? "?" : "&") + "digest=" + digestOf(blob));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(finished)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(blob)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(repository + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String tag(String digest) {
    return digest.replace(':', '-') + ".sig";
  }

  private static String digestOf(byte[] bytes) {
    return "sha256:" + CanonicalJson.sha256(bytes);
  }
}
