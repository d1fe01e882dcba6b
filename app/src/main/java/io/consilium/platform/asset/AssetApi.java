package io.consilium.platform.asset;

import io.consilium.contract.Groups;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.identity.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/assets")
@Tag(name = "Assets", description = "Demo data for compatibility tests")
class AssetApi {
  /** What was stored: the SHA-256 under which a benchmark names it, and its size in bytes. */
  record Stored(String sha256, int bytes) {}

  private final Assets assets;

  AssetApi(Assets assets) {
    this.assets = assets;
  }

  @Operation(
      summary = "Upload a demo dataset",
      description =
          "A gzipped tar archive of at most 50 MiB with paths.yaml (data_path, labels_path and"
              + " perhaps metadata_path) at its root. It holds no patient data: it is what unapproved"
              + " containers are tried on. Links and paths that climb out are refused.")
  @PostMapping(consumes = "application/gzip")
  ResponseEntity<Stored> upload(
      @Parameter(description = "SHA-256 of the file, 64 hex digits") @RequestParam String sha256,
      InputStream body,
      @Parameter(hidden = true) @AuthenticationPrincipal CurrentUser user)
      throws IOException {
    if (!user.isMemberOf(Groups.BENCHMARK_OWNERS)) {
      throw ApiProblem.forbidden("Only members of benchmark-owners upload demo data.");
    }
    byte[] bytes = body.readNBytes(Assets.LARGEST + 1);
    if (bytes.length > Assets.LARGEST) {
      throw ApiProblem.tooLarge("A demo dataset has at most 50 MiB (52,428,800 bytes).");
    }
    assets.store(sha256, bytes, user.id());
    return ResponseEntity.created(URI.create("/api/assets/" + sha256))
        .body(new Stored(sha256, bytes.length));
  }
}
