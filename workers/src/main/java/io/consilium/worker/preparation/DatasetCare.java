package io.consilium.worker.preparation;

import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.catalogue.Fingerprints;
import io.consilium.worker.catalogue.PreparedData;
import io.consilium.worker.execution.Execution;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.site.Folders;
import io.consilium.worker.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after datasets: whether they are what they were, and that they go when they are to go. */
public final class DatasetCare {
  private static final Logger LOG = LoggerFactory.getLogger(DatasetCare.class);

  private final Site site;
  private final Journal journal;
  private final Catalogue catalogue;
  private final Executions executions;
  private final Fingerprints fingerprints;

  public DatasetCare(
      Site site,
      Journal journal,
      Catalogue catalogue,
      Executions executions,
      Fingerprints fingerprints) {
    this.site = site;
    this.journal = journal;
    this.catalogue = catalogue;
    this.executions = executions;
    this.fingerprints = fingerprints;
  }

  /**
   * One thing that was looked at.
   *
   * @param subject what it is
   * @param found what was found
   * @param problem what is wrong and what to do, if anything
   */
  public record Finding(String subject, String found, Optional<String> problem) {
    static Finding good(String subject, String found) {
      return new Finding(subject, found, Optional.empty());
    }

    static Finding bad(String subject, String found, String problem) {
      return new Finding(subject, found, Optional.of(problem));
    }
  }

  /**
   * Looks at a dataset's folders, and reads every prepared file to compare it with its fingerprint.
   *
   * @throws io.consilium.worker.catalogue.CatalogueException when there is no such dataset
   */
  public List<Finding> check(String name) {
    Dataset dataset = catalogue.require(name);
    List<Finding> findings = new ArrayList<>();
    findings.add(folder("Raw data", dataset.data()));
    findings.add(folder("Raw labels", dataset.labels()));
    findings.add(Finding.good("People", dataset.people() + " by the catalogue"));
    dataset.fingerprint().ifPresent(known -> findings.addAll(prepared(dataset, known)));
    return findings;
  }

  private static Finding folder(String subject, Path folder) {
    if (!Files.isDirectory(folder)) {
      return Finding.bad(
          subject, folder.toString(), "there is no such folder: restore it or mount it");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      long files = all.filter(Files::isRegularFile).count();
      if (files == 0) {
        return Finding.bad(subject, folder.toString(), "it holds no file: is it mounted?");
      }
      Optional<Path> locked = unreadable(folder);
      return locked
          .map(
              path ->
                  Finding.bad(
                      subject,
                      folder.toString(),
                      path + " cannot be read: look at its owner and permissions"))
          .orElseGet(() -> Finding.good(subject, "%s, %d files".formatted(folder, files)));
    } catch (IOException | UncheckedIOException e) {
      return Finding.bad(
          subject, folder.toString(), "it cannot be read: look at its owner and permissions");
    }
  }

  private static Optional<Path> unreadable(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !Files.isReadable(path)).findFirst();
    }
  }

  private List<Finding> prepared(Dataset dataset, String known) {
    PreparedData prepared = PreparedData.of(site.home(), dataset.name());
    String place = prepared.folder().toString();
    if (!Files.isDirectory(prepared.data()) || !Files.isDirectory(prepared.labels())) {
      return List.of(
          Finding.bad(
              "Prepared data",
              place,
              "it is gone: restore it from a backup, or add and prepare the data under another name"));
    }
    try {
      if (fingerprints.full(dataset.name(), prepared).keyed().equals(known)) {
        return List.of(
            Finding.good("Prepared data", place),
            Finding.good("Fingerprint", "as it was: " + known));
      }
      return List.of(
          Finding.bad(
              "Fingerprint",
              place,
              "the prepared data is not what it was when it was checked, and no model runs on it:"
                  + " restore it from a backup, or add and prepare the data under another name"));
    } catch (UncheckedIOException e) {
      return List.of(Finding.bad("Prepared data", place, "it cannot be read: " + e));
    }
  }

  /**
   * What would go with a dataset.
   *
   * @param prepared the folder of its prepared data
   * @param consequences what follows, a sentence each
   */
  public record Removal(Dataset dataset, Path prepared, List<String> consequences) {
    public Removal {
      consequences = List.copyOf(consequences);
    }
  }

  /**
   * What removing a dataset would mean.
   *
   * @throws PreparationException when something still runs on it or is under way
   */
  public Removal removal(String name) {
    Dataset dataset = catalogue.require(name);
    refuseBusy(dataset);
    List<String> consequences = new ArrayList<>();
    consequences.add("Its prepared data is deleted; the raw data stays where it is.");
    if (dataset.state().isRegistered() || dataset.state() == Dataset.State.REGISTERING) {
      consequences.add(
          "The platform knows it: what was registered and released stays known there. Orders for it"
              + " end as DATA_UNAVAILABLE. Tell the benchmark's committee.");
      consequences.add("Its name cannot be used again for other data of this benchmark.");
    }
    return new Removal(dataset, PreparedData.of(site.home(), name).folder(), consequences);
  }

  /**
   * Removes a dataset from the catalogue, with its prepared data.
   *
   * @param person who decides; for the site's log
   * @throws PreparationException when something still runs on it or is under way
   */
  public void remove(String name, String person) {
    Removal removal = removal(name);
    // First the entry: what is half deleted must not be found by anyone.
    journal.atomically(
        () -> {
          refuseBusy(catalogue.require(name));
          catalogue.remove(name);
          fingerprints.forget(name);
        });
    LOG.info("{} removed the dataset {}", person, name);
    Folders.delete(removal.prepared());
  }

  private void refuseBusy(Dataset dataset) {
    if (dataset.state().isBeingPrepared() && dataset.state() != Dataset.State.PREPARED) {
      throw new PreparationException(
          "the dataset %1$s is being prepared: run 'consilium dataset cancel %1$s' first"
              .formatted(dataset.name()));
    }
    if (dataset.state() == Dataset.State.REGISTERING || dataset.state() == Dataset.State.JOINING) {
      throw new PreparationException(
          "a statement about %s is on its way to the platform: wait until it has arrived ('consilium status')"
              .formatted(dataset.name()));
    }
    for (Execution.State busy :
        List.of(
            Execution.State.STARTED,
            Execution.State.INFERRED,
            Execution.State.STAGED,
            Execution.State.RELEASING)) {
      executions.in(busy).stream()
          .filter(execution -> execution.dataset().equals(dataset.name()))
          .findFirst()
          .ifPresent(
              execution -> {
                throw new PreparationException(
                    "the execution %s of it is not at its end (%s): wait, or decide about its release"
                        .formatted(execution.id(), busy.words()));
              });
    }
  }
}
