package io.consilium.worker.authorisation;

import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.InvalidStatementException;
import io.consilium.worker.authorisation.AcceptanceRecords.Acceptance;
import io.consilium.worker.authorisation.PinnedKeys.Warrant;
import io.consilium.worker.outbound.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acceptance by keys that the site pinned. The platform only carries their signatures: one that it
 * forges, keeps back or shows with another document accepts nothing. What a person declined or
 * withdrew here, and what the platform withdrew, is left to a person.
 */
public final class SignedAcceptances {
  private static final Logger LOG = LoggerFactory.getLogger(SignedAcceptances.class);

  private final Platform platform;
  private final AcceptanceRecords records;
  private final Proposals proposals;
  private final PinnedKeys pinned;
  private final Clock clock;

  SignedAcceptances(
      Platform platform,
      AcceptanceRecords records,
      Proposals proposals,
      PinnedKeys pinned,
      Clock clock) {
    this.platform = platform;
    this.records = records;
    this.proposals = proposals;
    this.pinned = pinned;
    this.clock = clock;
  }

  /** Whether the site pins any keys. */
  public boolean arePossible() {
    return pinned.exist();
  }

  /** Accepts what is signed well enough of everything that the platform offers. */
  public void acceptAll() {
    if (!pinned.exist()) {
      return;
    }
    platform.offers().stream()
        .map(BenchmarkOffer::benchmarkId)
        .distinct()
        .forEach(this::acceptIfSigned);
  }

  /** Accepts what is signed well enough of one benchmark; what stands against it is in the log. */
  void acceptIfSigned(String benchmarkId) {
    try {
      accept(benchmarkId);
    } catch (AcceptanceException e) {
      LOG.warn("Signatures did not accept {}: {}", benchmarkId, e.getMessage());
    }
  }

  /**
   * Accepts what is signed well enough of one benchmark.
   *
   * @return what was accepted now, in words
   * @throws AcceptanceException when the platform does not show it, or not what it says it is
   */
  public synchronized List<String> accept(String benchmarkId) {
    if (!pinned.exist()) {
      return List.of();
    }
    Proposal proposal = proposals.propose(benchmarkId, new ModelChoice.Named(List.of()));
    BenchmarkDocument revision = proposal.revision();
    List<String> accepted = new ArrayList<>();
    acceptable(revision, Optional.empty(), proposal.signers(), revisionValidFrom(revision))
        .ifPresent(
            acceptance -> {
              records.accept(revision, acceptance);
              accepted.add("revision " + revision.revision() + " by " + acceptance.by());
            });
    if (!isInForce(revision)) {
      return accepted;
    }
    String reference = revision.containers().referenceModel().id();
    for (BenchmarkOffer.Model offered : proposals.offer(benchmarkId).models()) {
      if (!offered.modelId().equals(reference)) {
        acceptModel(benchmarkId, offered.modelId()).ifPresent(accepted::add);
      }
    }
    accepted.forEach(what -> LOG.info("Accepted of {}: {}", benchmarkId, what));
    return accepted;
  }

  private Optional<String> acceptModel(String benchmarkId, String modelId) {
    try {
      Proposal proposal = proposals.propose(benchmarkId, new ModelChoice.Named(List.of(modelId)));
      BenchmarkDocument revision = proposal.revision();
      Proposal.Model model = proposal.models().get(0);
      return acceptable(
              revision,
              Optional.of(model.document()),
              model.signers(),
              modelValidFrom(revision, modelId))
          .map(
              acceptance -> {
                records.accept(revision, model.document(), acceptance);
                return "model " + modelId + " by " + acceptance.by();
              });
    } catch (AcceptanceException e) {
      LOG.warn("Signatures did not accept the model {}: {}", modelId, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Keeps a signature that a person carried in, and accepts what is signed well enough now.
   *
   * @param envelope a DSSE envelope as JSON
   * @return what was accepted, in words
   * @throws AcceptanceException when it is not a valid signature of a pinned key over what the
   *     platform shows, or nothing could be accepted by it yet
   */
  public List<String> carry(String benchmarkId, String envelope, String person) {
    if (!pinned.exist()) {
      throw new AcceptanceException(
          "site-policy.yaml pins no keys: see 'acceptance: pinned_keys' in docs/data-owner.md");
    }
    Envelope signature = read(envelope);
    Endorsement claimed = Endorsement.unverified(signature);
    Proposal proposal =
        proposals.propose(
            benchmarkId,
            new ModelChoice.Named(
                claimed.model().map(Endorsement.Model::modelId).stream().toList()));
    BenchmarkDocument revision = proposal.revision();
    if (pinned
        .signers(List.of(signature), word -> covers(word, proposal), clock.instant())
        .isEmpty()) {
      throw new AcceptanceException(
          "this is no valid signature by a pinned key over %s as the platform shows it (%s): it is by the key %s, over %s (%s), of %s"
              .formatted(
                  benchmarkId,
                  revision.digest(),
                  signature.claimedKeyId(),
                  claimed.benchmarkId() + "-r" + claimed.revision(),
                  claimed.revisionDigest(),
                  claimed.signedAt()));
    }
    records.carry(revision, signature, person, clock.instant());
    List<String> accepted = accept(benchmarkId);
    if (accepted.isEmpty()) {
      throw new AcceptanceException(
          "the signature is kept, but nothing was accepted by it: %d of the pinned keys have to sign, and what a person declined or took back is accepted by hand"
              .formatted(pinned.threshold()));
    }
    return accepted;
  }

  private static boolean covers(Endorsement word, Proposal proposal) {
    return proposal.models().isEmpty()
        ? word.covers(proposal.revision())
        : word.covers(proposal.revision(), proposal.models().get(0).document());
  }

  private static Envelope read(String envelope) {
    try {
      Envelope signature = Envelope.parse(envelope);
      Endorsement.unverified(signature);
      return signature;
    } catch (InvalidStatementException e) {
      throw new AcceptanceException(
          "this is not a signature of 'consilium revision sign': " + e.getMessage());
    }
  }

  /** An acceptance by signatures, when they suffice and give more time than there is already. */
  private Optional<Acceptance> acceptable(
      BenchmarkDocument revision,
      Optional<ModelDocument> model,
      List<Signer> signers,
      Optional<Instant> validFrom) {
    boolean leftToAPerson =
        records
            .last(revision, model.map(ModelDocument::id))
            .filter(last -> last.kind() != AcceptanceDecision.Kind.ACCEPTED)
            .isPresent();
    if (leftToAPerson) {
      return Optional.empty();
    }
    return pinned
        .warrant(signers)
        .filter(warrant -> validFrom.filter(known -> !known.isBefore(warrant.from())).isEmpty())
        .map(warrant -> acceptance(warrant));
  }

  private Acceptance acceptance(Warrant warrant) {
    return new Acceptance(warrant.by(), clock.instant(), warrant.from());
  }

  private boolean isInForce(BenchmarkDocument revision) {
    return records
        .newest(revision.id())
        .filter(known -> known.document().digest().equals(revision.digest()))
        .filter(known -> known.isInForce(clock.instant()))
        .isPresent();
  }

  private Optional<Instant> revisionValidFrom(BenchmarkDocument revision) {
    return records
        .newest(revision.id())
        .filter(known -> known.document().digest().equals(revision.digest()))
        .map(AcceptedRevision::validFrom);
  }

  private Optional<Instant> modelValidFrom(BenchmarkDocument revision, String modelId) {
    return records.models(revision).stream()
        .filter(known -> known.document().id().equals(modelId))
        .map(AcceptedModel::validFrom)
        .findFirst();
  }
}
