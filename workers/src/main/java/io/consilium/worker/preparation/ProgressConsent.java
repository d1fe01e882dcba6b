package io.consilium.worker.preparation;

import io.consilium.contract.Ids;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload.ProgressConsented;
import io.consilium.contract.statement.Payload.ProgressConsented.Consent;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.release.ProgressGate;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SitePolicy;
import java.time.Clock;

/** The data owner's standing word that coarse shares of a dataset's preparation may leave. */
public final class ProgressConsent {
  private final Site site;
  private final SiteKeys keys;
  private final Journal journal;
  private final Catalogue catalogue;
  private final Outbox outbox;
  private final ProgressGate gate;
  private final Clock clock;

  public ProgressConsent(
      Site site,
      SiteKeys keys,
      Journal journal,
      Catalogue catalogue,
      Outbox outbox,
      ProgressGate gate,
      Clock clock) {
    this.site = site;
    this.keys = keys;
    this.journal = journal;
    this.catalogue = catalogue;
    this.outbox = outbox;
    this.gate = gate;
    this.clock = clock;
  }

  /** Whether progress of the dataset may leave now. */
  public boolean holds(String name) {
    return site.policy().preparation().progress() == SitePolicy.Progress.WITH_CONSENT
        && isGiven(name);
  }

  private boolean isGiven(String name) {
    return journal
            .sql()
            .sql("select count(*) from progress_consent where dataset = ?")
            .param(name)
            .query(Integer.class)
            .single()
        > 0;
  }

  /**
   * Gives or withdraws the consent, and tells the platform so. After a withdrawal nothing more
   * leaves, whether or not the platform has heard of it.
   *
   * @param person who decides; the name stays at the site
   * @param passphrase opens the release key
   * @throws PreparationException when site policy forbids it, nothing was asked to be prepared, or
   *     it is as wanted already
   */
  public OutgoingStatement decide(String name, Consent consent, String person, String passphrase) {
    Dataset dataset = catalogue.require(name);
    Dataset.Prepared asked =
        dataset
            .prepared()
            .filter(known -> !dataset.state().isRegistered())
            .orElseThrow(
                () ->
                    new PreparationException(
                        "no preparation of %s is under way: it is %s"
                            .formatted(name, dataset.state().words())));
    refuseNeedless(name, consent);
    SigningKey key = keys.unlockRelease(passphrase);
    return journal.atomically(
        () -> {
          keep(name, consent, person);
          return outbox.post(
              Envelope.sign(
                  new Statement(
                      new ProgressConsented(
                          site.settings().facilityId(),
                          Ids.dataset(site.settings().facilityId(), name),
                          dataset.benchmarkId(),
                          asked.revision(),
                          asked.revisionDigest(),
                          consent,
                          keys.secret().pseudonym(person),
                          outbox.count(ProgressConsented.class.getSimpleName(), name) + 1)),
                  key),
              ProgressConsented.class.getSimpleName(),
              name,
              person);
        });
  }

  private void refuseNeedless(String name, Consent consent) {
    if (consent == Consent.GIVEN
        && site.policy().preparation().progress() == SitePolicy.Progress.NEVER) {
      throw new PreparationException(
          "site-policy.yaml says preparation.progress: never, so that no consent would count");
    }
    if (isGiven(name) == (consent == Consent.GIVEN)) {
      throw new PreparationException(
          consent == Consent.GIVEN
              ? "this consent is given already"
              : "there is no consent to withdraw");
    }
  }

  private void keep(String name, Consent consent, String person) {
    if (consent == Consent.GIVEN) {
      journal
          .sql()
          .sql("insert into progress_consent (dataset, given_by, given_at) values (?, ?, ?)")
          .params(name, person, clock.instant().toString())
          .update();
    } else {
      gate.sendAgain(name);
      journal.sql().sql("delete from progress_consent where dataset = ?").param(name).update();
    }
  }
}
