package io.consilium.worker.preparation;

import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload.ProgressReported;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.AcceptedRevision;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.release.ProgressGate;
import io.consilium.worker.site.Site;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the platform how far preparations are: as little as the gate lets out, where it may. */
public final class ProgressReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
  private static final Duration LOOK = Duration.ofMinutes(5);

  private final Site site;
  private final SiteKeys keys;
  private final Journal journal;
  private final Catalogue catalogue;
  private final Acceptances acceptances;
  private final ProgressConsent consent;
  private final ProgressGate gate;
  private final Outbox outbox;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          });

  public ProgressReporter(
      Site site,
      SiteKeys keys,
      Journal journal,
      Catalogue catalogue,
      Acceptances acceptances,
      ProgressConsent consent,
      ProgressGate gate,
      Outbox outbox) {
    this.site = site;
    this.keys = keys;
    this.journal = journal;
    this.catalogue = catalogue;
    this.acceptances = acceptances;
    this.consent = consent;
    this.gate = gate;
    this.outbox = outbox;
  }

  /** Begins to look at preparations now and then. */
  public void start() {
    // It ends with the timer, and never with an exception.
    var unused =
        timer.scheduleWithFixedDelay(
            this::lookSafely, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.warn("The progress of preparations could not be looked at", e);
    }
  }

  /** Reports what may be reported now. */
  public void look() {
    catalogue.all().stream()
        .filter(dataset -> dataset.state().isBeingPrepared())
        .filter(dataset -> consent.holds(dataset.name()))
        .forEach(this::report);
  }

  private void report(Dataset dataset) {
    acceptances
        .newest(dataset.benchmarkId())
        .map(AcceptedRevision::document)
        .filter(
            document ->
                dataset
                    .prepared()
                    .filter(asked -> asked.revisionDigest().equals(document.digest()))
                    .isPresent())
        .ifPresent(document -> report(dataset, document));
  }

  private void report(Dataset dataset, BenchmarkDocument revision) {
    Optional<Progress> progress =
        ReportFile.read(
            PreparedData.of(site.home(), dataset.name()).report(), revision.preparation().stages());
    if (progress.isEmpty() || progress.get().trouble().isPresent()) {
      return;
    }
    Map<String, Long> cases = new LinkedHashMap<>();
    progress.get().stages().forEach(stage -> cases.put(stage.name(), (long) stage.cases()));
    ProgressGate.Observed observed =
        new ProgressGate.Observed(
            dataset.name(),
            revision.preparation().stages(),
            revision.policy().minimumCount(),
            dataset.people(),
            cases);
    // What the gate remembers as sent is on its way, or neither is so.
    journal.atomically(
        () -> gate.pass(observed).ifPresent(shares -> send(dataset, revision, shares)));
  }

  private void send(Dataset dataset, BenchmarkDocument revision, Map<String, Integer> shares) {
    String kind = ProgressReported.class.getSimpleName();
    outbox.post(
        Envelope.sign(
            new Statement(
                new ProgressReported(
                    site.settings().facilityId(),
                    Ids.dataset(site.settings().facilityId(), dataset.name()),
                    revision.id(),
                    revision.revision(),
                    revision.digest(),
                    new TreeMap<>(shares),
                    outbox.count(kind, dataset.name()) + 1)),
            keys.policy()),
        kind,
        dataset.name(),
        "");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
