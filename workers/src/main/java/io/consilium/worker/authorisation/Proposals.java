package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.contract.gateway.ModelOffer;
import io.consilium.contract.gateway.RevisionOffer;
import io.consilium.contract.statement.Envelope;
import io.consilium.worker.outbound.Platform;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads from the platform what could be accepted, and compares it with what was. */
final class Proposals {
  private final Platform platform;
  private final AcceptanceRecords records;
  private final PinnedKeys pinned;
  private final Clock clock;

  Proposals(Platform platform, AcceptanceRecords records, PinnedKeys pinned, Clock clock) {
    this.platform = platform;
    this.records = records;
    this.pinned = pinned;
    this.clock = clock;
  }

  Proposal propose(String benchmarkId, ModelChoice choice) {
    BenchmarkOffer offer = offer(benchmarkId);
    RevisionOffer shown =
        platform
            .revision(benchmarkId, offer.revision())
            .orElseThrow(
                () -> new AcceptanceException("the platform does not show the revision any more"));
    BenchmarkDocument revision = Documents.revision(shown, benchmarkId, offer.revision());
    refuseGoingBack(revision);
    List<Envelope> signatures = new ArrayList<>(shown.signatures());
    signatures.addAll(records.carried(revision));
    String reference = revision.containers().referenceModel().id();
    List<Proposal.Model> models = new ArrayList<>();
    for (String id : chosen(offer, choice)) {
      if (!id.equals(reference)) {
        models.add(model(revision, id, signatures));
      }
    }
    Optional<AcceptedRevision> before = records.newest(benchmarkId);
    return new Proposal(
        revision,
        shown.approvals(),
        pinned.signers(signatures, word -> word.covers(revision), clock.instant()),
        models,
        before,
        before.map(known -> Differences.of(known.document(), revision)).orElseGet(List::of),
        pinned.exist() ? pinned.threshold() : 0);
  }

  BenchmarkOffer offer(String benchmarkId) {
    return platform.offers().stream()
        .filter(candidate -> candidate.benchmarkId().equals(benchmarkId))
        .findFirst()
        .orElseThrow(
            () ->
                new AcceptanceException(
                    "the platform offers no benchmark "
                        + benchmarkId
                        + ": see 'consilium offers'"));
  }

  private static Set<String> chosen(BenchmarkOffer offer, ModelChoice choice) {
    Set<String> offered =
        offer.models().stream()
            .map(BenchmarkOffer.Model::modelId)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!(choice instanceof ModelChoice.Named named)) {
      return offered;
    }
    for (String id : named.ids()) {
      if (!offered.contains(id)) {
        throw new AcceptanceException(
            "no model %s is approved for %s; there are %s"
                .formatted(id, offer.benchmarkId(), String.join(", ", offered)));
      }
    }
    return new LinkedHashSet<>(named.ids());
  }

  private Proposal.Model model(BenchmarkDocument revision, String id, List<Envelope> signatures) {
    ModelOffer offer =
        platform
            .model(id)
            .orElseThrow(
                () -> new AcceptanceException("the platform does not show the model " + id));
    ModelDocument document = Documents.model(offer, id);
    refuseChanged(revision, document);
    Optional<AcceptedModel> before = records.newestModel(revision.id(), id);
    return new Proposal.Model(
        document,
        offer.owner(),
        offer.approvals(),
        pinned.signers(signatures, word -> word.covers(revision, document), clock.instant()),
        before,
        before.map(known -> Differences.of(known.document(), document)).orElseGet(List::of));
  }

  /** Revision numbers never go back, and a revision does not change under its number. */
  void refuseGoingBack(BenchmarkDocument document) {
    Optional<AcceptedRevision> newest = records.newest(document.id());
    if (newest.isEmpty()) {
      return;
    }
    BenchmarkDocument accepted = newest.get().document();
    if (accepted.revision() > document.revision()) {
      throw new AcceptanceException(
          "this site accepted revision %d of %s already; it does not go back to revision %d"
              .formatted(accepted.revision(), document.id(), document.revision()));
    }
    if (accepted.revision() == document.revision()
        && !accepted.digest().equals(document.digest())) {
      throw new AcceptanceException(
          "revision %d of %s has changed since this site accepted it (%s, now %s): do not accept it"
              .formatted(document.revision(), document.id(), accepted.digest(), document.digest()));
    }
  }

  private void refuseChanged(BenchmarkDocument revision, ModelDocument model) {
    records.models(revision).stream()
        .map(AcceptedModel::document)
        .filter(accepted -> accepted.id().equals(model.id()))
        .filter(accepted -> !accepted.digest().equals(model.digest()))
        .findFirst()
        .ifPresent(
            accepted -> {
              throw new AcceptanceException(
                  "the model %s has changed since this site accepted it (%s, now %s): do not accept it"
                      .formatted(model.id(), accepted.digest(), model.digest()));
            });
  }
}
