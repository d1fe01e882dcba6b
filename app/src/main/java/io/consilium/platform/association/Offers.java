package io.consilium.platform.association;

import io.consilium.contract.gateway.Approval;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.contract.gateway.ModelOffer;
import io.consilium.contract.gateway.RevisionOffer;
import io.consilium.platform.benchmark.Benchmarks;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.facility.BenchmarkOffers;
import io.consilium.platform.facility.ModelOffers;
import io.consilium.platform.governance.Decision;
import io.consilium.platform.governance.Decisions;
import io.consilium.platform.governance.Outcome;
import io.consilium.platform.model.Model;
import io.consilium.platform.model.Models;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What facilities are offered: active revisions and the models approved for them. */
@Component
class Offers implements BenchmarkOffers, ModelOffers {
  private final Benchmarks benchmarks;
  private final Models models;
  private final Associations associations;
  private final Decisions decisions;
  private final Endorsements endorsements;

  Offers(
      Benchmarks benchmarks,
      Models models,
      Associations associations,
      Decisions decisions,
      Endorsements endorsements) {
    this.benchmarks = benchmarks;
    this.models = models;
    this.associations = associations;
    this.decisions = decisions;
    this.endorsements = endorsements;
  }

  @Override
  public List<BenchmarkOffer> active() {
    return benchmarks.all().stream().filter(Revision::isActive).map(this::offer).toList();
  }

  @Override
  public Optional<RevisionOffer> approvedRevision(String benchmarkId, int revision) {
    return benchmarks.find(benchmarkId, revision).filter(Revision::isActive).map(this::document);
  }

  @Override
  public Optional<RevisionOffer> anyRevision(String benchmarkId, int revision) {
    return benchmarks.find(benchmarkId, revision).map(this::document);
  }

  @Override
  public Optional<ModelOffer> approvedModel(String modelId) {
    return models.find(modelId).map(this::document).filter(offer -> !offer.approvals().isEmpty());
  }

  @Override
  public Optional<ModelOffer> anyModel(String modelId) {
    return models.find(modelId).map(this::document);
  }

  private BenchmarkOffer offer(Revision revision) {
    List<BenchmarkOffer.Model> approved =
        associations.approved(AssociationKind.MODEL, revision).stream()
            .map(id -> models.find(id).orElseThrow())
            .map(
                model ->
                    new BenchmarkOffer.Model(
                        model.id(), model.digest(), model.title(), model.owner()))
            .toList();
    return new BenchmarkOffer(
        revision.benchmarkId(), revision.number(), revision.digest(), revision.title(), approved);
  }

  private RevisionOffer document(Revision revision) {
    return new RevisionOffer(
        revision.document(),
        revision.digest(),
        approvals(revision.id()).toList(),
        endorsements.of(revision));
  }

  private ModelOffer document(Model model) {
    List<Approval> approvals =
        associations.withAnyRevision(AssociationKind.MODEL, model.id()).stream()
            .filter(association -> association.state() == AssociationState.APPROVED)
            .flatMap(association -> approvals(association.id()))
            .toList();
    return new ModelOffer(model.document(), model.digest(), model.owner(), approvals);
  }

  private Stream<Approval> approvals(String subject) {
    return decisions
        .last(subject)
        .filter(decision -> decision.outcome() == Outcome.APPROVED)
        .map(Offers::approval)
        .stream();
  }

  private static Approval approval(Decision decision) {
    return new Approval(decision.by().orElseThrow(), decision.at(), decision.comment());
  }
}
