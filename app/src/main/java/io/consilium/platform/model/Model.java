package io.consilium.platform.model;

import io.consilium.contract.benchmark.ModelDocument;
import java.time.Instant;

/**
 * A registered model. What it is never changes under its id.
 *
 * @param document the model document's canonical JSON
 * @param digest the document's digest
 * @param owner user id of the model's owner
 */
public record Model(
    String id, String title, String document, String digest, String owner, Instant submittedAt) {
  /** The document's content. */
  public ModelDocument content() {
    return ModelDocument.fromCanonicalJson(document);
  }

  /** Digest of the image that runs. */
  public String imageDigest() {
    return content().container().digest();
  }
}
