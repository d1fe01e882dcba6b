package io.consilium.worker.authorisation;

import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.gateway.BenchmarkOffer;
import io.consilium.contract.gateway.ModelOffer;
import io.consilium.contract.gateway.RevisionOffer;
import io.consilium.contract.text.InvalidDocumentException;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.outbound.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the site's people accepted: revisions and models, each by the digest of its document. The
 * accepted documents are kept here; what the platform says later does not change them.
 */
public final class Acceptances {
  private final Journal journal;
  private final Platform platform;
  private final Clock clock;

  public Acceptances(Journal journal, Platform platform, Clock clock) {
    this.journal = journal;
    this.platform = platform;
    this.clock = clock;
  }

  /** What the platform offers now. */
  public List<BenchmarkOffer> offers() {
    return platform.offers();
  }

  /**
   * Reads what would be accepted, checking every digest.
   *
   * @throws AcceptanceException when it is not there or not what the platform says it is
   */
  public Proposal propose(String benchmarkId, ModelChoice choice) {
    BenchmarkOffer offer =
        platform.offers().stream()
            .filter(candidate -> candidate.benchmarkId().equals(benchmarkId))
            .findFirst()
            .orElseThrow(
                () ->
                    new AcceptanceException(
                        "the platform offers no benchmark "
                            + benchmarkId
                            + ": see 'consilium offers'"));
    RevisionOffer revision =
        platform
            .revision(benchmarkId, offer.revision())
            .orElseThrow(
                () -> new AcceptanceException("the platform does not show the revision any more"));
    BenchmarkDocument document = revisionDocument(revision, benchmarkId, offer.revision());
    refuseGoingBack(document);
    String reference = document.containers().referenceModel().id();
    List<Proposal.Model> models = new ArrayList<>();
    for (String id : chosen(offer, choice)) {
      if (!id.equals(reference)) {
        Proposal.Model model = model(id);
        refuseChanged(document, model.document());
        models.add(model);
      }
    }
    return new Proposal(document, revision.approvals(), models);
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

  /** Reads a revision as it is offered, whether it is approved or not. */
  static BenchmarkDocument revisionDocument(RevisionOffer offer, String benchmarkId, int number) {
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

  static ModelDocument modelDocument(ModelOffer offer, String modelId) {
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

  private Proposal.Model model(String id) {
    ModelOffer offer =
        platform
            .model(id)
            .orElseThrow(
                () -> new AcceptanceException("the platform does not show the model " + id));
    return new Proposal.Model(modelDocument(offer, id), offer.owner(), offer.approvals());
  }

  /** Revision numbers never go back, and a revision does not change under its number. */
  private void refuseGoingBack(BenchmarkDocument document) {
    Optional<AcceptedRevision> newest = newest(document.id());
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
    acceptedModel(revision, model.id())
        .filter(accepted -> !accepted.digest().equals(model.digest()))
        .ifPresent(
            accepted -> {
              throw new AcceptanceException(
                  "the model %s has changed since this site accepted it (%s, now %s): do not accept it"
                      .formatted(model.id(), accepted.digest(), model.digest()));
            });
  }

  /** Records that a person accepted what was shown. */
  public void accept(Proposal proposal, String person) {
    BenchmarkDocument revision = proposal.revision();
    refuseGoingBack(revision);
    String now = clock.instant().toString();
    journal.atomically(
        () -> {
          journal
              .sql()
              .sql(
                  "insert into accepted_revision (benchmark_id, revision, digest, document,"
                      + " accepted_by, accepted_at) values (?, ?, ?, ?, ?, ?)"
                      + " on conflict do nothing")
              .params(
                  revision.id(),
                  revision.revision(),
                  revision.digest(),
                  revision.canonicalJson(),
                  person,
                  now)
              .update();
          for (Proposal.Model model : proposal.models()) {
            journal
                .sql()
                .sql(
                    "insert into accepted_model (benchmark_id, revision, model_id, digest,"
                        + " document, accepted_by, accepted_at) values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(
                    revision.id(),
                    revision.revision(),
                    model.document().id(),
                    model.document().digest(),
                    model.document().canonicalJson(),
                    person,
                    now)
                .update();
          }
        });
  }

  /** The newest accepted revision of a benchmark. */
  public Optional<AcceptedRevision> newest(String benchmarkId) {
    return journal
        .sql()
        .sql(
            "select document, accepted_by, accepted_at from accepted_revision"
                + " where benchmark_id = ? order by revision desc limit 1")
        .param(benchmarkId)
        .query(
            (row, number) ->
                new AcceptedRevision(
                    BenchmarkDocument.fromCanonicalJson(row.getString("document")),
                    row.getString("accepted_by"),
                    Instant.parse(row.getString("accepted_at"))))
        .optional();
  }

  /** Ids of the models that were accepted for a revision, its reference model among them. */
  public List<String> models(BenchmarkDocument revision) {
    List<String> models = new ArrayList<>();
    models.add(revision.containers().referenceModel().id());
    models.addAll(
        journal
            .sql()
            .sql(
                "select model_id from accepted_model where benchmark_id = ? and revision = ?"
                    + " order by model_id")
            .params(revision.id(), revision.revision())
            .query(String.class)
            .list());
    return models;
  }

  /** The container of a model that was accepted for a revision. */
  Optional<ContainerSpec> model(BenchmarkDocument revision, String modelId) {
    ContainerSpec reference = revision.containers().referenceModel();
    if (reference.id().equals(modelId)) {
      return Optional.of(reference);
    }
    return acceptedModel(revision, modelId).map(ModelDocument::container);
  }

  private Optional<ModelDocument> acceptedModel(BenchmarkDocument revision, String modelId) {
    return journal
        .sql()
        .sql(
            "select document from accepted_model"
                + " where benchmark_id = ? and revision = ? and model_id = ?")
        .params(revision.id(), revision.revision(), modelId)
        .query(String.class)
        .optional()
        .map(ModelDocument::fromCanonicalJson);
  }
}
