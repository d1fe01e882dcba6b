package io.consilium.worker.registration;

import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.AssociationRequested;
import io.consilium.contract.statement.Payload.DatasetRegistered;
import io.consilium.contract.statement.Payload.PreparationRequested;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.Fingerprints;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.outbound.StatementListener;
import io.consilium.worker.release.Versions;
import io.consilium.worker.site.Site;

/** Turns decisions about datasets into signed statements. */
public final class Registration implements StatementListener {
  private final Site site;
  private final SiteKeys keys;
  private final Journal journal;
  private final Catalogue catalogue;
  private final Fingerprints fingerprints;
  private final Acceptances acceptances;
  private final Outbox outbox;
  private final Versions versions;

  public Registration(
      Site site,
      SiteKeys keys,
      Journal journal,
      Catalogue catalogue,
      Fingerprints fingerprints,
      Acceptances acceptances,
      Outbox outbox,
      Versions versions) {
    this.versions = versions;
    this.site = site;
    this.keys = keys;
    this.journal = journal;
    this.catalogue = catalogue;
    this.fingerprints = fingerprints;
    this.acceptances = acceptances;
    this.outbox = outbox;
    outbox.tell(this);
  }

  /**
   * Asks the platform to order the preparation of a dataset.
   *
   * @param person who decides; the name stays at the site
   * @param passphrase opens the release key
   * @throws RegistrationException when it cannot be prepared now
   */
  public OutgoingStatement prepare(String name, String person, String passphrase) {
    Dataset dataset = catalogue.require(name);
    if (dataset.state() != Dataset.State.ADDED
        && dataset.state() != Dataset.State.FAILED
        && dataset.state() != Dataset.State.CANCELLED) {
      throw wrongState(dataset);
    }
    BenchmarkDocument revision = accepted(dataset);
    SigningKey key = keys.unlockRelease(passphrase);
    return journal.atomically(
        () -> {
          catalogue.request(name, new Dataset.Prepared(revision.revision(), revision.digest()));
          return post(
              new PreparationRequested(
                  site.settings().facilityId(),
                  id(dataset),
                  revision.id(),
                  revision.revision(),
                  revision.digest(),
                  attempt(PreparationRequested.class, name)),
              name,
              person,
              key);
        });
  }

  /**
   * A prepared dataset, for a person to look at before it is registered.
   *
   * @throws RegistrationException when it is not prepared
   */
  public Dataset requirePrepared(String name) {
    Dataset dataset = catalogue.require(name);
    if (dataset.state() != Dataset.State.PREPARED) {
      throw wrongState(dataset);
    }
    return dataset;
  }

  /**
   * Makes a prepared dataset known to the platform: its fingerprint, how many people it holds, and
   * its statistics.
   *
   * @throws RegistrationException when it is not prepared, has changed since, or holds nearly the
   *     people of another one of which something left
   */
  public OutgoingStatement register(String name, String person, String passphrase) {
    Dataset dataset = requirePrepared(name);
    BenchmarkDocument revision = accepted(dataset);
    String fingerprint = dataset.fingerprint().orElseThrow();
    SigningKey key = keys.unlockRelease(passphrase);
    requireUnchanged(dataset, fingerprint);
    requireOwnPeople(dataset, revision);
    return journal.atomically(
        () -> {
          versions.note(dataset);
          catalogue.enter(name, Dataset.State.REGISTERING);
          return post(
              new DatasetRegistered(
                  site.settings().facilityId(),
                  id(dataset),
                  revision.id(),
                  revision.revision(),
                  revision.digest(),
                  fingerprint,
                  dataset.people(),
                  ReleasedMetrics.fromCanonicalJson(dataset.statistics().orElseThrow()),
                  keys.secret().pseudonym(person)),
              name,
              person,
              key);
        });
  }

  /**
   * A registered dataset, for a person to look at before it joins.
   *
   * @throws RegistrationException when it is not registered
   */
  public Dataset requireRegistered(String name) {
    Dataset dataset = catalogue.require(name);
    if (!dataset.state().isRegistered()) {
      throw wrongState(dataset);
    }
    return dataset;
  }

  /**
   * Asks to take part in the benchmark with a registered dataset.
   *
   * @throws RegistrationException when it is not registered
   */
  public OutgoingStatement join(String name, String person, String passphrase) {
    Dataset dataset = requireRegistered(name);
    BenchmarkDocument revision = accepted(dataset);
    SigningKey key = keys.unlockRelease(passphrase);
    return journal.atomically(
        () -> {
          catalogue.enter(name, Dataset.State.JOINING);
          return post(
              new AssociationRequested(
                  site.settings().facilityId(),
                  id(dataset),
                  revision.id(),
                  revision.revision(),
                  revision.digest(),
                  dataset.fingerprint().orElseThrow(),
                  keys.secret().pseudonym(person),
                  attempt(AssociationRequested.class, name)),
              name,
              person,
              key);
        });
  }

  private OutgoingStatement post(Payload payload, String name, String person, SigningKey key) {
    return outbox.post(
        Envelope.sign(new Statement(payload), key),
        payload.getClass().getSimpleName(),
        name,
        person);
  }

  private int attempt(Class<? extends Payload> kind, String name) {
    return outbox.count(kind.getSimpleName(), name) + 1;
  }

  private BenchmarkDocument accepted(Dataset dataset) {
    return acceptances.requireRevision(dataset.benchmarkId()).document();
  }

  private void requireUnchanged(Dataset dataset, String fingerprint) {
    PreparedData prepared = PreparedData.of(site.home(), dataset.name());
    if (!fingerprints.current(dataset.name(), prepared).keyed().equals(fingerprint)) {
      throw new RegistrationException(
          "the prepared data in %s has changed since it was checked: restore it, or add and prepare"
                  .formatted(prepared.folder())
              + " it as another dataset");
    }
  }

  /** A registration tells the number of people and statistics: it is held to the gate's rule. */
  private void requireOwnPeople(Dataset dataset, BenchmarkDocument revision) {
    int minimum = Math.max(site.policy().minimumCount(), revision.policy().minimumCount());
    versions
        .conflict(dataset, minimum)
        .ifPresent(
            why -> {
              throw new RegistrationException(why);
            });
  }

  private String id(Dataset dataset) {
    return Ids.dataset(site.settings().facilityId(), dataset.name());
  }

  private static RegistrationException wrongState(Dataset dataset) {
    return new RegistrationException(
        "the dataset " + dataset.name() + " is " + dataset.state().words());
  }

  @Override
  public void delivered(OutgoingStatement statement) {
    if (statement.kind().equals(DatasetRegistered.class.getSimpleName())) {
      catalogue.enter(statement.subject(), Dataset.State.REGISTERED);
    } else if (statement.kind().equals(AssociationRequested.class.getSimpleName())) {
      catalogue.enter(statement.subject(), Dataset.State.JOINED);
    }
  }

  @Override
  public void refused(OutgoingStatement statement) {
    String why = "the platform refused it: " + statement.detail().orElse("no reason given");
    if (statement.kind().equals(PreparationRequested.class.getSimpleName())) {
      catalogue.fallBack(statement.subject(), Dataset.State.ADDED, why);
    } else if (statement.kind().equals(DatasetRegistered.class.getSimpleName())) {
      catalogue.fallBack(statement.subject(), Dataset.State.PREPARED, why);
    } else if (statement.kind().equals(AssociationRequested.class.getSimpleName())) {
      catalogue.fallBack(statement.subject(), Dataset.State.REGISTERED, why);
    }
  }
}
