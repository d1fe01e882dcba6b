package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.gateway.Approval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a site's people are asked to accept: everything that would run, with who approved it, and
 * how it differs from what they accepted before.
 *
 * @param revision the benchmark's revision
 * @param approvals who approved it on the platform
 * @param signers whose keys, pinned here, signed the revision
 * @param models models to accept beside the revision's reference model
 * @param before the newest revision that this site accepted, in force or not; it may be the same
 * @param differences between that and the proposed one; empty when there is none before
 * @param signaturesNeeded how many of the site's pinned keys have to sign; 0 when none are pinned
 */
public record Proposal(
    BenchmarkDocument revision,
    List<Approval> approvals,
    List<Signer> signers,
    List<Model> models,
    Optional<AcceptedRevision> before,
    List<Difference> differences,
    int signaturesNeeded) {
  /**
   * A model with the platform's record of it.
   *
   * @param before how this site accepted it last, in this or an earlier revision
   * @param differences between that and what is proposed
   */
  public record Model(
      ModelDocument document,
      String owner,
      List<Approval> approvals,
      List<Signer> signers,
      Optional<AcceptedModel> before,
      List<Difference> differences) {
    public Model {
      approvals = List.copyOf(approvals);
      signers = List.copyOf(signers);
      differences = List.copyOf(differences);
    }
  }

  public Proposal {
    approvals = List.copyOf(approvals);
    signers = List.copyOf(signers);
    models = List.copyOf(models);
    differences = List.copyOf(differences);
  }

  /** Everything that would run, in the order in which it does. */
  public List<ProposedContainer> containers() {
    List<ProposedContainer> containers = new ArrayList<>();
    containers.add(ProposedContainer.ofRevision("preparator", revision.containers().preparator()));
    containers.add(
        ProposedContainer.ofRevision("reference model", revision.containers().referenceModel()));
    models.forEach(
        model ->
            containers.add(
                ProposedContainer.of(
                    "model",
                    model.document().container(),
                    model.owner(),
                    model.approvals(),
                    model.signers())));
    containers.add(ProposedContainer.ofRevision("evaluator", revision.containers().evaluator()));
    return containers;
  }

  /** Every figure of a result that could leave. */
  public List<ProposedFigure> figures() {
    return ProposedFigure.of(revision.metricSchema());
  }

  /** Every count of a dataset that could leave. */
  public List<ProposedFigure> statistics() {
    return ProposedFigure.of(revision.statisticsSchema());
  }

  /** Stands for exactly this content: two proposals that run something different differ in it. */
  public String mark() {
    return Stream.concat(
            Stream.of(revision.digest()), models.stream().map(model -> model.document().digest()))
        .collect(Collectors.joining(" "));
  }
}
