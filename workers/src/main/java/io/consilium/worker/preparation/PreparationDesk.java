package io.consilium.worker.preparation;

import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.contract.signing.SigningKey;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.Payload;
import io.consilium.contract.statement.Payload.PreparationCancelled;
import io.consilium.contract.statement.Payload.PreparationContinued;
import io.consilium.contract.statement.Statement;
import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.AcceptedRevision;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.OutgoingStatement;
import io.consilium.worker.outbound.StatementListener;
import io.consilium.worker.site.Site;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Where people see how a preparation goes, and say that it goes on or stops. */
public final class PreparationDesk implements StatementListener {
  private static final int PRINTED_SHOWN = 2_000;

  private final Site site;
  private final SiteKeys keys;
  private final Journal journal;
  private final Catalogue catalogue;
  private final Acceptances acceptances;
  private final Outbox outbox;
  private final ProgressConsent consent;
  private final Consumer<String> stopper;

  /**
   * A desk.
   *
   * @param stopper ends the step that runs now for the dataset of a name, if any
   */
  public PreparationDesk(
      Site site,
      SiteKeys keys,
      Journal journal,
      Catalogue catalogue,
      Acceptances acceptances,
      Outbox outbox,
      ProgressConsent consent,
      Consumer<String> stopper) {
    this.site = site;
    this.keys = keys;
    this.journal = journal;
    this.catalogue = catalogue;
    this.acceptances = acceptances;
    this.outbox = outbox;
    this.consent = consent;
    this.stopper = stopper;
    outbox.tell(this);
  }

  /**
   * Where a dataset's preparation stands.
   *
   * @throws io.consilium.worker.catalogue.CatalogueException when there is no such dataset
   */
  public PreparationStatus status(String name) {
    Dataset dataset = catalogue.require(name);
    PreparedData prepared = PreparedData.of(site.home(), name);
    Optional<Progress> progress = ReportFile.read(prepared.report(), stages(dataset));
    Optional<PreparationStatus.Work> work =
        dataset.state() == Dataset.State.AWAITING_WORK
            ? Optional.of(work(dataset, prepared))
            : Optional.empty();
    List<String> next = new ArrayList<>(next(dataset, work));
    if (dataset.state().isBeingPrepared() && consent.holds(name)) {
      next.add(
          "The platform is told coarse shares of this; to end it: consilium dataset consent %s --withdraw"
              .formatted(name));
    }
    return new PreparationStatus(dataset, progress, work, next);
  }

  /** The preparations that wait for people, for whoever looks at everything. */
  public List<PreparationStatus> waiting() {
    return catalogue.all().stream()
        .filter(dataset -> dataset.state() == Dataset.State.AWAITING_WORK)
        .map(dataset -> status(dataset.name()))
        .toList();
  }

  private PreparationStatus.Work work(Dataset dataset, PreparedData prepared) {
    Path log =
        site.home()
            .logs()
            .resolve(Ids.dataset(site.settings().facilityId(), dataset.name()))
            .resolve("sanity_check.log");
    return new PreparationStatus.Work(
        Stream.of(prepared.data(), prepared.labels(), prepared.metadata())
            .filter(Files::isDirectory)
            .toList(),
        prepared.report(),
        log,
        end(log));
  }

  private static List<String> next(Dataset dataset, Optional<PreparationStatus.Work> work) {
    String name = dataset.name();
    if (work.isPresent()) {
      return List.of(
          "Look into the report for the cases that need you, and work on them in these folders.",
          "Then: consilium dataset continue %s, which prepares and checks again".formatted(name),
          "Or: consilium dataset cancel %s; what is there is kept".formatted(name));
    }
    return switch (dataset.state()) {
      case ADDED, CANCELLED -> List.of("Next: consilium dataset prepare " + name);
      case REQUESTED, DATA_PREPARED, CHECKED ->
          List.of("Nothing to do now. To stop it: consilium dataset cancel " + name);
      case PREPARED ->
          List.of(
              "Look at the statistics that would leave: consilium dataset show " + name,
              "Then: consilium dataset register " + name);
      case FAILED -> List.of("When it is mended: consilium dataset prepare " + name);
      case REGISTERED -> List.of("Next: consilium dataset join " + name);
      case REGISTERING, JOINING, JOINED, AWAITING_WORK -> List.of();
    };
  }

  private List<String> stages(Dataset dataset) {
    return acceptances
        .newest(dataset.benchmarkId())
        .map(AcceptedRevision::document)
        .map(document -> document.preparation().stages())
        .orElse(List.of());
  }

  /**
   * People did their part: prepare, check and count again.
   *
   * @param person who decides; the name stays at the site
   * @param passphrase opens the release key
   * @throws PreparationException when it does not wait for people
   */
  public OutgoingStatement goOn(String name, String person, String passphrase) {
    Dataset dataset = catalogue.require(name);
    if (dataset.state() != Dataset.State.AWAITING_WORK) {
      throw new PreparationException(
          "the dataset %s does not wait for people: it is %s"
              .formatted(name, dataset.state().words()));
    }
    BenchmarkDocument revision = sameRevision(dataset);
    SigningKey key = keys.unlockRelease(passphrase);
    return journal.atomically(
        () -> {
          catalogue.enter(name, Dataset.State.REQUESTED);
          return post(
              new PreparationContinued(
                  site.settings().facilityId(),
                  id(dataset),
                  revision.id(),
                  revision.revision(),
                  revision.digest(),
                  attempt(PreparationContinued.class, name)),
              name,
              person,
              key);
        });
  }

  /**
   * Stops a preparation, also a step that runs. What is prepared is kept, and it may be asked for
   * again.
   *
   * @throws PreparationException when none is under way
   */
  public OutgoingStatement cancel(String name, String person, String passphrase) {
    Dataset dataset = catalogue.require(name);
    Dataset.Prepared asked =
        dataset
            .prepared()
            .filter(known -> dataset.state().isBeingPrepared())
            .orElseThrow(
                () ->
                    new PreparationException(
                        "no preparation of %s is under way: it is %s"
                            .formatted(name, dataset.state().words())));
    SigningKey key = keys.unlockRelease(passphrase);
    OutgoingStatement statement =
        journal.atomically(
            () -> {
              catalogue.enter(name, Dataset.State.CANCELLED);
              return post(
                  new PreparationCancelled(
                      site.settings().facilityId(),
                      id(dataset),
                      dataset.benchmarkId(),
                      asked.revision(),
                      asked.revisionDigest(),
                      attempt(PreparationCancelled.class, name)),
                  name,
                  person,
                  key);
            });
    stopper.accept(name);
    return statement;
  }

  /**
   * The platform's orders are for the revision that was asked for; no other would be carried out.
   */
  private BenchmarkDocument sameRevision(Dataset dataset) {
    return acceptances
        .newest(dataset.benchmarkId())
        .map(AcceptedRevision::document)
        .filter(
            document ->
                dataset
                    .prepared()
                    .filter(asked -> asked.revisionDigest().equals(document.digest()))
                    .isPresent())
        .orElseThrow(
            () ->
                new PreparationException(
                    "this site accepted another revision of %s meanwhile: run 'consilium dataset cancel %s', then prepare again"
                        .formatted(dataset.benchmarkId(), dataset.name())));
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

  private String id(Dataset dataset) {
    return Ids.dataset(site.settings().facilityId(), dataset.name());
  }

  private static String end(Path log) {
    if (!Files.isRegularFile(log)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - PRINTED_SHOWN));
      byte[] last = new byte[(int) Math.min(PRINTED_SHOWN, file.length())];
      file.readFully(last);
      return new String(last, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void delivered(OutgoingStatement statement) {
    // The platform's orders follow.
  }

  @Override
  public void refused(OutgoingStatement statement) {
    String why = "the platform refused it: " + statement.detail().orElse("no reason given");
    if (statement.kind().equals(PreparationContinued.class.getSimpleName())) {
      catalogue.fallBack(statement.subject(), Dataset.State.AWAITING_WORK, why);
    }
  }
}
