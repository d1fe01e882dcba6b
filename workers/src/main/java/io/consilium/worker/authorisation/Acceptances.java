package io.consilium.worker.authorisation;

import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.worker.authorisation.AcceptanceRecords.Acceptance;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.site.AcceptancePolicy;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the site's people accepted: revisions and models, each by the digest of its document. The
 * accepted documents are kept here; what the platform says later does not change them. An
 * acceptance ends when its time is over, or when a person or the platform takes it back.
 */
public final class Acceptances {
  private final Platform platform;
  private final Clock clock;
  private final AcceptanceRecords records;
  private final Proposals proposals;
  private final SignedAcceptances signed;

  public Acceptances(Journal journal, Platform platform, AcceptancePolicy policy, Clock clock) {
    PinnedKeys pinned = new PinnedKeys(policy);
    this.platform = platform;
    this.clock = clock;
    this.records = new AcceptanceRecords(journal, policy.validFor());
    this.proposals = new Proposals(platform, records, pinned, clock);
    this.signed = new SignedAcceptances(platform, records, proposals, pinned, clock);
  }

  /** What the platform offers now. */
  public List<BenchmarkOffer> offers() {
    return platform.offers();
  }

  /** Acceptance by the keys that the site pinned. */
  public SignedAcceptances signed() {
    return signed;
  }

  /**
   * Reads what would be accepted, checking every digest.
   *
   * @throws AcceptanceException when it is not there or not what the platform says it is
   */
  public Proposal propose(String benchmarkId, ModelChoice choice) {
    return proposals.propose(benchmarkId, choice);
  }

  /** Records that a person accepted what was shown. */
  public void accept(Proposal proposal, String person) {
    BenchmarkDocument revision = proposal.revision();
    proposals.refuseGoingBack(revision);
    Instant now = clock.instant();
    Acceptance acceptance = new Acceptance(person, now, now);
    records.atomically(
        () -> {
          records.accept(revision, acceptance);
          proposal
              .models()
              .forEach(model -> records.accept(revision, model.document(), acceptance));
        });
  }

  /**
   * Records that a person declined what was shown: its models if it names some, else the revision.
   * Keys pinned here do not accept it any more. The reason stays here.
   *
   * @throws AcceptanceException when it is accepted now
   */
  public void decline(Proposal proposal, String person, String reason) {
    requireReason(reason);
    BenchmarkDocument revision = proposal.revision();
    Instant now = clock.instant();
    List<Optional<ModelDocument>> subjects =
        proposal.models().isEmpty()
            ? List.of(Optional.empty())
            : proposal.models().stream().map(model -> Optional.of(model.document())).toList();
    records.atomically(
        () ->
            subjects.forEach(
                model -> {
                  refuseIfInForce(revision, model);
                  records.decided(
                      AcceptanceDecision.Kind.DECLINED, revision, model, person, reason, now);
                }));
  }

  private static void requireReason(String reason) {
    if (reason.isBlank()) {
      throw new AcceptanceException("say why; the reason stays at the site");
    }
  }

  private void refuseIfInForce(BenchmarkDocument revision, Optional<ModelDocument> model) {
    boolean inForce =
        model
            .map(ModelDocument::id)
            .map(id -> models(revision).contains(id))
            .orElseGet(
                () ->
                    newest(revision.id())
                        .filter(known -> known.document().revision() == revision.revision())
                        .filter(known -> known.isInForce(clock.instant()))
                        .isPresent());
    if (inForce) {
      throw new AcceptanceException(
          "this site accepted %s already: take it back with 'consilium accept %s%s --withdraw REASON'"
              .formatted(
                  model.map(ModelDocument::id).orElseGet(() -> name(revision)),
                  revision.id(),
                  model.map(named -> " --models " + named.id()).orElse("")));
    }
  }

  /**
   * Takes an acceptance back. Orders that name it are refused from now on.
   *
   * @param models the models; none for the whole revision with all its models
   * @param reason stays at the site
   * @throws AcceptanceException when it is not accepted
   */
  public void withdraw(String benchmarkId, List<String> models, String person, String reason) {
    requireReason(reason);
    BenchmarkDocument revision = requireRevision(benchmarkId).document();
    Withdrawal withdrawal = new Withdrawal(person, clock.instant(), reason);
    records.atomically(
        () -> {
          if (models.isEmpty()) {
            records.withdraw(revision, withdrawal);
          }
          models.forEach(id -> records.withdraw(revision, ownModel(revision, id), withdrawal));
        });
  }

  private ModelDocument ownModel(BenchmarkDocument revision, String modelId) {
    if (modelId.equals(revision.containers().referenceModel().id())) {
      throw new AcceptanceException(
          "the reference model %s comes with its revision: take the whole back with 'consilium accept %s --withdraw REASON'"
              .formatted(modelId, revision.id()));
    }
    return requireModel(revision, modelId).document();
  }

  /** The newest accepted revision of a benchmark, whether it is still in force or not. */
  public Optional<AcceptedRevision> newest(String benchmarkId) {
    return records.newest(benchmarkId);
  }

  /** Whether an acceptance of a revision holds now. */
  public boolean isInForce(AcceptedRevision revision) {
    return revision.isInForce(clock.instant());
  }

  /** Every decision about a benchmark, newest first. */
  public List<AcceptanceDecision> history(String benchmarkId) {
    return records.history(benchmarkId);
  }

  /** Ids of the models that may run in a revision now, its reference model among them. */
  public List<String> models(BenchmarkDocument revision) {
    Instant now = clock.instant();
    return Stream.concat(
            Stream.of(revision.containers().referenceModel().id()),
            records.models(revision).stream()
                .filter(model -> model.isInForce(now))
                .map(model -> model.document().id()))
        .toList();
  }

  /** The models that were accepted for a revision beside its reference model, in force or not. */
  public List<AcceptedModel> acceptedModels(BenchmarkDocument revision) {
    return records.models(revision);
  }

  /**
   * The newest accepted revision, when its acceptance holds.
   *
   * @throws AcceptanceException saying why it does not, and which command to run
   */
  public AcceptedRevision requireRevision(String benchmarkId) {
    AcceptedRevision newest =
        newest(benchmarkId)
            .orElseThrow(
                () ->
                    new AcceptanceException(
                        "this site did not accept the benchmark %s: see 'consilium accept %s'"
                            .formatted(benchmarkId, benchmarkId)));
    if (!newest.isInForce(clock.instant())) {
      throw new AcceptanceException(
          "the acceptance of %s %s: see 'consilium accept %s'"
              .formatted(
                  name(newest.document()),
                  ended(newest.withdrawal(), newest.validUntil()),
                  benchmarkId));
    }
    return newest;
  }

  /** A model that was accepted for a revision, when its acceptance holds. */
  private AcceptedModel requireModel(BenchmarkDocument revision, String modelId) {
    AcceptedModel model =
        records.models(revision).stream()
            .filter(known -> known.document().id().equals(modelId))
            .findFirst()
            .orElseThrow(
                () ->
                    new AcceptanceException(
                        "this site did not accept the model %s: see '%s'"
                            .formatted(modelId, command(revision, modelId))));
    if (!model.isInForce(clock.instant())) {
      throw new AcceptanceException(
          "the acceptance of the model %s %s: see '%s'"
              .formatted(
                  modelId,
                  ended(model.withdrawal(), model.validUntil()),
                  command(revision, modelId)));
    }
    return model;
  }

  /**
   * The container of a model that may run in a revision.
   *
   * @throws AcceptanceException saying why it may not, and which command to run
   */
  ContainerSpec requireContainer(BenchmarkDocument revision, String modelId) {
    ContainerSpec reference = revision.containers().referenceModel();
    return reference.id().equals(modelId)
        ? reference
        : requireModel(revision, modelId).document().container();
  }

  /**
   * Looks whether the platform still stands by what this site accepted. A model that it took back
   * does not run again before a person accepts it anew.
   *
   * @throws AcceptanceException when the platform does not offer it, or offers something else
   * @throws io.consilium.worker.outbound.PlatformUnavailableException when it cannot be asked now
   */
  void requireOffered(BenchmarkDocument revision, Optional<String> modelId) {
    BenchmarkOffer offer =
        platform.offers().stream()
            .filter(
                candidate ->
                    candidate.benchmarkId().equals(revision.id())
                        && candidate.revision() == revision.revision())
            .findFirst()
            .orElseThrow(
                () ->
                    new AcceptanceException(
                        "the platform does not offer %s any more: see 'consilium offers'"
                            .formatted(name(revision))));
    if (!offer.digest().equals(revision.digest())) {
      throw new AcceptanceException(
          "the platform offers another %s (%s) than this site accepted (%s): tell the committee"
              .formatted(name(revision), offer.digest(), revision.digest()));
    }
    List<AcceptedModel> gone = new ArrayList<>();
    Instant now = clock.instant();
    for (AcceptedModel model : records.models(revision)) {
      if (model.isInForce(now) && !isOffered(offer, model.document())) {
        gone.add(model);
      }
    }
    Withdrawal withdrawal =
        new Withdrawal(Withdrawal.PLATFORM, now, "it is not approved for the revision any more");
    records.atomically(
        () -> gone.forEach(model -> records.withdraw(revision, model.document(), withdrawal)));
    modelId
        .filter(id -> offer.models().stream().noneMatch(model -> model.modelId().equals(id)))
        .or(() -> modelId.filter(id -> gone.stream().anyMatch(m -> m.document().id().equals(id))))
        .ifPresent(
            id -> {
              throw new AcceptanceException(
                  "the platform withdrew the model %s from %s: see 'consilium offers'"
                      .formatted(id, name(revision)));
            });
  }

  private static boolean isOffered(BenchmarkOffer offer, ModelDocument model) {
    return offer.models().stream()
        .anyMatch(
            offered ->
                offered.modelId().equals(model.id()) && offered.digest().equals(model.digest()));
  }

  private static String ended(Optional<Withdrawal> withdrawal, Instant validUntil) {
    return withdrawal
        .map(
            taken ->
                "was withdrawn by %s on %s%s"
                    .formatted(
                        taken.by(),
                        day(taken.at()),
                        taken.reason().isEmpty() ? "" : " (" + taken.reason() + ")"))
        .orElseGet(() -> "expired on " + day(validUntil));
  }

  private static String day(Instant at) {
    return at.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
  }

  private static String command(BenchmarkDocument revision, String modelId) {
    return "consilium accept %s --models %s".formatted(revision.id(), modelId);
  }

  private static String name(BenchmarkDocument revision) {
    return Ids.revision(revision.id(), revision.revision());
  }
}
