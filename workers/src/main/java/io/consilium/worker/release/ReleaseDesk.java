package io.consilium.worker.release;

import io.consilium.contract.benchmark.Audience;
import io.consilium.contract.container.ContainerSpec;
import io.consilium.contract.metric.ReleasedMetrics;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.ReleaseDeclined;
import io.consilium.contract.statement.Payload.ResultReleased;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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
  private final Catalogue catalogue;
  private final GateReports reports;
  private final Versions versions;
  private final ReleaseSession session;

  public ReleaseDesk(
      Site site,
      SiteKeys keys,
      Journal journal,
      Ledger ledger,
      Executions executions,
      Outbox outbox,
      Catalogue catalogue,
      GateReports reports,
      Versions versions,
      ReleaseSession session) {
    this.site = site;
    this.catalogue = catalogue;
    this.reports = reports;
    this.versions = versions;
    this.session = session;
    this.keys = keys;
    this.journal = journal;
    this.ledger = ledger;
    this.executions = executions;
    this.outbox = outbox;
    outbox.tell(this);
  }

  /**
   * Notes with which parameters an execution runs; its statement names their digest.
   *
   * @param model the model as it was accepted
   * @param evaluator the evaluator as it was accepted
   */
  public void began(String executionId, ContainerSpec model, ContainerSpec evaluator) {
    journal
        .sql()
        .sql(
            "insert into execution_parameters (execution_id, digest) values (?, ?) on conflict"
                + " (execution_id) do update set digest = excluded.digest")
        .params(
            executionId,
            ResultReleased.parametersDigest(model.parameters(), evaluator.parameters()))
        .update();
  }

  /** What is known of a dataset's version outside before a result about it leaves. */
  public Known known(Dataset dataset) {
    List<ReleasedMetrics> earlier = new ArrayList<>();
    dataset
        .statistics()
        .filter(text -> dataset.state().isRegistered())
        .ifPresent(text -> earlier.add(ReleasedMetrics.fromCanonicalJson(text)));
    left(dataset.fingerprint().orElse(""))
        .forEach(
            execution ->
                earlier.add(ReleasedMetrics.fromCanonicalJson(execution.metrics().orElseThrow())));
    return new Known(dataset.people(), earlier);
  }

  /** What left about a version, oldest first. */
  private List<Execution> left(String fingerprint) {
    return Stream.of(Execution.State.RELEASED, Execution.State.RELEASING)
        .flatMap(state -> executions.in(state).stream())
        .filter(execution -> execution.fingerprint().equals(fingerprint))
        .filter(execution -> execution.metrics().isPresent())
        .sorted(Comparator.comparing(Execution::startedAt))
        .toList();
  }

  /**
   * Keeps what the gate did with a result, also where it refused it. A version of a dataset that is
   * too close to another one is refused here.
   *
   * @return the verdict with what it says of versions and runs
   */
  public Verdict examine(Execution execution, Dataset dataset, Verdict verdict) {
    Optional<String> conflict = versions.conflict(dataset, verdict.report().minimumCount());
    int runs = executions.runsOf(execution.fingerprint(), execution.modelDigest(), execution.id());
    GateReport report =
        verdict
            .report()
            .and(
                conflict
                    .map(why -> GateReport.Check.refused(GateReport.Rule.VERSIONS, why))
                    .orElseGet(
                        () ->
                            GateReport.Check.passed(
                                GateReport.Rule.VERSIONS,
                                "no version of which something left differs by too few people")))
            .and(
                GateReport.Check.passed(
                    GateReport.Rule.RUNS,
                    "run %d of %d of this model on this version"
                        .formatted(runs + 1, site.policy().runsPerDatasetAndModel())));
    reports.keepOfExecution(execution.id(), report);
    if (verdict instanceof Verdict.Passed passed) {
      return conflict
          .<Verdict>map(why -> new Verdict.Withheld(why, report))
          .orElseGet(() -> new Verdict.Passed(passed.metrics(), report));
    }
    return verdict;
  }

  /**
   * Keeps the exact bytes that may leave. Site policy may release them at once.
   *
   * @param passed what the gate let pass, as {@link #examine} returned it
   * @param audience for whom the benchmark wants them
   */
  public void stage(Execution execution, Verdict.Passed passed, Audience audience) {
    journal.atomically(
        () -> {
          executions.stage(
              execution.id(),
              passed.metrics().canonicalJson(),
              audience.name().toLowerCase(Locale.ROOT));
          if (site.policy().release() == SitePolicy.Release.AUTOMATIC) {
            Optional<String> beyond =
                AutomaticBounds.beyond(
                    site.policy().disclosure().automatic(), execution, passed.report(), audience);
            reports.keepOfExecution(
                execution.id(), passed.report().and(AutomaticBounds.check(beyond)));
            if (beyond.isEmpty()) {
              release(require(execution.id()), keys.policy(), ResultReleased.POLICY, "");
            }
          }
        });
  }

  /**
   * The signed statement that let an execution's result out, as JSON.
   *
   * @throws ReleaseException when it was not released
   */
  public String statement(String executionId) {
    Execution execution = require(executionId);
    return outbox
        .envelope(RELEASED, executionId)
        .orElseThrow(
            () ->
                new ReleaseException(
                    "nothing left of the execution %s: it %s"
                        .formatted(executionId, execution.state().words())));
  }

  /** What the gate did with an execution's result, once it has one. */
  public Optional<GateReport> gateReport(String executionId) {
    return reports.ofExecution(executionId);
  }

  /**
   * How a result differs from what left earlier about the same version of the dataset, for the same
   * benchmark; the same model's results first, newest first.
   */
  public List<Difference> differences(Execution execution) {
    if (execution.metrics().isEmpty()) {
      return List.of();
    }
    ReleasedMetrics now = ReleasedMetrics.fromCanonicalJson(execution.metrics().get());
    return left(execution.fingerprint()).stream()
        .filter(earlier -> !earlier.id().equals(execution.id()))
        .filter(earlier -> earlier.benchmarkId().equals(execution.benchmarkId()))
        .sorted(
            Comparator.comparing(
                    (Execution earlier) -> !earlier.modelId().equals(execution.modelId()))
                .thenComparing(Execution::startedAt, Comparator.reverseOrder()))
        .map(earlier -> Difference.between(earlier, now))
        .toList();
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
    return approve(executionIds, new ReleaseSession.Signer(keys.unlockRelease(passphrase), person));
  }

  /**
   * The person who has the release key unlocked releases results, as {@link #approve(List, String,
   * String)} does.
   */
  public List<OutgoingStatement> approve(List<String> executionIds, String person) {
    return approve(executionIds, session.signer(person));
  }

  private List<OutgoingStatement> approve(List<String> executionIds, ReleaseSession.Signer signer) {
    return journal.atomically(
        () -> {
          List<OutgoingStatement> sent = new ArrayList<>();
          for (String id : executionIds) {
            sent.add(
                release(
                    requireWaiting(id),
                    signer.key(),
                    keys.secret().pseudonym(signer.person()),
                    signer.person()));
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
    return decline(
        executionId, new ReleaseSession.Signer(keys.unlockRelease(passphrase), person), why);
  }

  /** The person who has the release key unlocked declines a release. */
  public OutgoingStatement decline(String executionId, String person, String why) {
    return decline(executionId, session.signer(person), why);
  }

  private OutgoingStatement decline(String executionId, ReleaseSession.Signer signer, String why) {
    String person = signer.person();
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
              Envelope.sign(new Statement(payload), signer.key()),
              DECLINED,
              execution.id(),
              person);
        });
  }

  private OutgoingStatement release(
      Execution execution, SigningKey key, String releasedBy, String person) {
    noteVersion(execution);
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
            parametersDigest(execution.id()),
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

  /** Two versions may have been staged before anything of either left. */
  private void noteVersion(Execution execution) {
    Dataset dataset =
        catalogue
            .find(execution.dataset())
            .filter(
                found -> found.fingerprint().filter(execution.fingerprint()::equals).isPresent())
            .orElseThrow(
                () ->
                    new ReleaseException(
                        "the dataset %s is not what the execution %s ran on: decline its result"
                            .formatted(execution.dataset(), execution.id())));
    int minimum =
        reports
            .ofExecution(execution.id())
            .map(GateReport::minimumCount)
            .orElse(site.policy().minimumCount());
    versions
        .conflict(dataset, minimum)
        .ifPresent(
            why -> {
              throw new ReleaseException(why);
            });
    versions.note(dataset);
  }

  private String parametersDigest(String executionId) {
    return journal
        .sql()
        .sql("select digest from execution_parameters where execution_id = ?")
        .param(executionId)
        .query(String.class)
        .optional()
        .orElseThrow(
            () ->
                new ReleaseException(
                    "the execution %s began under an older version, which did not note its"
                            .formatted(executionId)
                        + " parameters: decline it, and let it run again"));
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
