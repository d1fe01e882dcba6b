package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.gateway.Approval;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a site's people are asked to accept: everything that would run, with who approved it.
 *
 * @param revision the benchmark's revision
 * @param approvals who approved it on the platform
 * @param models models to accept beside the revision's reference model
 */
public record Proposal(BenchmarkDocument revision, List<Approval> approvals, List<Model> models) {
  /** A model with the platform's record of it. */
  public record Model(ModelDocument document, String owner, List<Approval> approvals) {
    public Model {
      approvals = List.copyOf(approvals);
    }
  }

  public Proposal {
    approvals = List.copyOf(approvals);
    models = List.copyOf(models);
  }

  /** Stands for exactly this content: two proposals that run something different differ in it. */
  public String mark() {
    return Stream.concat(
            Stream.of(revision.digest()), models.stream().map(model -> model.document().digest()))
        .collect(Collectors.joining(" "));
  }
}
