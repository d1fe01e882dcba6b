package io.consilium.worker.authorisation;

import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.gateway.ModelOffer;
import io.consilium.contract.gateway.RevisionOffer;
import io.consilium.contract.text.InvalidDocumentException;

/** Reads what the platform shows, and compares it with what it says that it is. */
final class Documents {
  private Documents() {}

  /** A revision, whether it is approved or not. */
  static BenchmarkDocument revision(RevisionOffer offer, String benchmarkId, int number) {
    try {
      BenchmarkDocument document = BenchmarkDocument.fromCanonicalJson(offer.document());
      if (!document.digest().equals(offer.digest())) {
        throw new AcceptanceException(
            "the platform says the revision's digest is %s, but it is %s: do not accept it"
                .formatted(offer.digest(), document.digest()));
      }
      if (!document.id().equals(benchmarkId) || document.revision() != number) {
        throw new AcceptanceException(
            "the platform gave %s in the place of %s: do not accept it"
                .formatted(
                    Ids.revision(document.id(), document.revision()),
                    Ids.revision(benchmarkId, number)));
      }
      return document;
    } catch (InvalidDocumentException e) {
      throw new AcceptanceException("the revision is not a valid document: " + e.getMessage());
    }
  }

  /** A model, whether it is approved or not. */
  static ModelDocument model(ModelOffer offer, String modelId) {
    try {
      ModelDocument document = ModelDocument.fromCanonicalJson(offer.document());
      if (!document.digest().equals(offer.digest())) {
        throw new AcceptanceException(
            "the platform says the digest of the model %s is %s, but it is %s: do not accept it"
                .formatted(modelId, offer.digest(), document.digest()));
      }
      if (!document.id().equals(modelId)) {
        throw new AcceptanceException(
            "the platform gave the model %s in the place of %s: do not accept it"
                .formatted(document.id(), modelId));
      }
      return document;
    } catch (InvalidDocumentException e) {
      throw new AcceptanceException(
          "the model " + modelId + " is not a valid document: " + e.getMessage());
    }
  }
}
