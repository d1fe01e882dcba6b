package io.consilium.worker.release;

import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.ReleaseDeclined;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.journal.Ledger;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.outbound.StatementListener;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SitePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where staged results wait, and where it is decided what becomes of them. */
public final class ReleaseDesk implements StatementListener {
  private static final String RELEASED = ResultReleased.class.getSimpleName();
  private static final String DECLINED = ReleaseDeclined.class.getSimpleName();

  private final Site site;
  private final SiteKeys keys;
  private final Journal journal;
  private final Ledger ledger;
  private final Executions executions;
  private final Outbox outbox;

  public ReleaseDesk(
      Site site,
      SiteKeys keys,
      Journal journal,
      Ledger ledger,
      Executions executions,
      Outbox outbox) {
    this.site = site;
    this.keys = keys;
    this.journal = journal;
    this.ledger = ledger;
    this.executions = executions;
    this.outbox = outbox;
    outbox.tell(this);
  }

  /**
   * Keeps the exact bytes that may leave. Site policy may release them at once.
   *
   * @param audience for whom the benchmark wants them
   */
  public void stage(String executionId, ReleasedMetrics metrics, String audience) {
    journal.atomically(
        () -> {
          executions.stage(executionId, metrics.canonicalJson(), audience);
          if (site.policy().release() == SitePolicy.Release.AUTOMATIC) {
            release(require(executionId), keys.policy(), ResultReleased.POLICY, "");
          }
        });
  }

  /** Results that wait for a decision. */
  public List<Execution> waiting() {
    return executions.in(Execution.State.STAGED);
  }

  /**
   * An execution whose result waits.
   *
   * @throws ReleaseException when it does not
   */
  public Execution requireWaiting(String executionId) {
    Execution execution = require(executionId);
    if (execution.state() != Execution.State.STAGED) {
      throw new ReleaseException(
          "the execution %s does not wait for release: it is %s"
              .formatted(executionId, execution.state().words()));
    }
    return execution;
  }

  /**
   * The execution of that id.
   *
   * @throws ReleaseException when there is none
   */
  public Execution require(String executionId) {
    return executions
        .find(executionId)
        .orElseThrow(
            () ->
                new ReleaseException(
                    "there is no execution " + executionId + ": see 'consilium release list'"));
  }

  /**
   * A person releases results: all of them, or none when one cannot be released.
   *
   * @param person the person's name; it stays at the site
   * @param passphrase opens the release key
   * @return the statements that are now on their way
   * @throws ReleaseException when a result does not wait
   * @throws io.consilium.contract.signing.InvalidKeyException when the passphrase is wrong
   */
  public List<OutgoingStatement> approve(
      List<String> executionIds, String person, String passphrase) {
    SigningKey key = keys.unlockRelease(passphrase);
    return journal.atomically(
        () -> {
          List<OutgoingStatement> sent = new ArrayList<>();
          for (String id : executionIds) {
            sent.add(release(requireWaiting(id), key, keys.secret().pseudonym(person), person));
          }
          return sent;
        });
  }

  /**
   * A person declines a release.
   *
   * @param why stays at the site
   */
  public OutgoingStatement decline(
      String executionId, String person, String passphrase, String why) {
    SigningKey key = keys.unlockRelease(passphrase);
    return journal.atomically(
        () -> {
          Execution execution = requireWaiting(executionId);
          Payload payload =
              new ReleaseDeclined(
                  site.settings().facilityId(),
                  execution.id(),
                  execution.benchmarkId(),
                  execution.revision(),
                  execution.revisionDigest(),
                  keys.secret().pseudonym(person));
          executions.decline(execution.id(), person, why);
          return outbox.post(
              Envelope.sign(new Statement(payload), key), DECLINED, execution.id(), person);
        });
  }

  private OutgoingStatement release(
      Execution execution, SigningKey key, String releasedBy, String person) {
    ReleasedMetrics metrics = ReleasedMetrics.fromCanonicalJson(execution.metrics().orElseThrow());
    Payload payload =
        new ResultReleased(
            site.settings().facilityId(),
            execution.id(),
            execution.roundId(),
            execution.benchmarkId(),
            execution.revision(),
            execution.revisionDigest(),
            site.settings().facilityId() + "." + execution.dataset(),
            execution.fingerprint(),
            execution.modelId(),
            execution.modelDigest(),
            execution.evaluatorDigest(),
            execution.audience().orElseThrow(),
            metrics,
            releasedBy,
            site.policy().hash(),
            ledger.head());
    executions.decide(
        execution.id(),
        Execution.State.RELEASING,
        Optional.of(person).filter(name -> !name.isEmpty()).orElse(releasedBy));
    return outbox.post(
        Envelope.sign(new Statement(payload), key), RELEASED, execution.id(), person);
  }

  @Override
  public void delivered(OutgoingStatement statement) {
    if (statement.kind().equals(RELEASED)) {
      executions.enter(statement.subject(), Execution.State.RELEASED);
    }
  }

  @Override
  public void refused(OutgoingStatement statement) {
    if (statement.kind().equals(RELEASED)) {
      executions.stageAgain(
          statement.subject(),
          "the platform refused it: " + statement.detail().orElse("no reason given"));
    }
  }
}
