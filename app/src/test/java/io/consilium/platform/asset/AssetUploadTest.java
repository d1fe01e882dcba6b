package io.consilium.platform.asset;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.scenario.Answer;
import io.consilium.platform.scenario.DemoArchives;
import io.consilium.platform.scenario.Scenario;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Uploading a demo dataset")
class AssetUploadTest extends Scenario {
  private static final String GZIP = "application/gzip";

  @Test
  @DisplayName("stores it under its SHA-256, for the proving ground to fetch byte by byte")
  void stored() {
    String sha256 = uploadDemoDataset();

    Answer fetched = provingGround().get("/assets/" + sha256);

    assertThat(fetched.status()).isEqualTo(200);
    assertThat(site().get("/assets/" + sha256).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("twice stores it once")
  void twice() {
    assertThat(uploadDemoDataset()).isEqualTo(uploadDemoDataset());
  }

  @Test
  @DisplayName("with a wrong SHA-256 is refused with both numbers")
  void wrongSum() {
    byte[] archive = DemoArchives.complete().gzip();
    String wrong = "0".repeat(64);

    Answer answer = person("ines").post("/api/assets?sha256=" + wrong, GZIP, archive);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json().get("detail").asText())
        .contains(wrong)
        .contains(CanonicalJson.sha256(archive));
  }

  @Test
  @DisplayName("with a path that climbs out is refused with the entry's name")
  void climbing() {
    byte[] archive = DemoArchives.complete().file("../../etc/cron.d/job", "x").gzip();

    Answer answer =
        person("ines").post("/api/assets?sha256=" + CanonicalJson.sha256(archive), GZIP, archive);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("errors").get(0).get("message").asText())
        .contains("../../etc/cron.d/job")
        .contains("leads out of the archive");
  }

  @Test
  @DisplayName("is for those who propose benchmarks")
  void others() {
    byte[] archive = DemoArchives.complete().gzip();

    Answer answer =
        person("max").post("/api/assets?sha256=" + CanonicalJson.sha256(archive), GZIP, archive);

    assertThat(answer.status()).isEqualTo(403);
  }
}
