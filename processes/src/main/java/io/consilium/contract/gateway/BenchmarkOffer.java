package io.consilium.contract.gateway;

import java.util.List;

/** An active revision that a facility may accept, with the models that are approved for it. */
public record BenchmarkOffer(
    String benchmarkId, int revision, String digest, String title, List<Model> models) {
  /** An approved model; the reference model of the revision is one of them. */
  public record Model(String modelId, String digest, String title, String owner) {}

  public BenchmarkOffer {
    models = List.copyOf(models);
  }
}
