package io.consilium.worker.catalogue;

import io.consilium.worker.catalogue.FileHashes.Found;
import io.consilium.worker.catalogue.FileHashes.Hashed;
import io.consilium.worker.catalogue.FileHashes.Origin;
import io.consilium.worker.catalogue.FileHashes.Stamp;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.site.SitePolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fingerprints of prepared data, at hardly any cost while nothing was touched: a file whose size,
 * times and inode are those of its last reading is not read again, except when site policy wants
 * everything read.
 */
public final class Fingerprints {
  /**
   * A file touched so shortly before its reading could be touched again without a new time: clocks
   * of file systems tick, some once in two seconds.
   */
  private static final Duration RESTED = Duration.ofSeconds(2);

  private static final long NANOS = 1_000_000_000L;

  private final Journal journal;
  private final SiteKeys keys;
  private final SitePolicy policy;
  private final Clock clock;

  public Fingerprints(Journal journal, SiteKeys keys, SitePolicy policy, Clock clock) {
    this.journal = journal;
    this.keys = keys;
    this.policy = policy;
    this.clock = clock;
  }

  private record Place(String role, String path) {}

  private record Known(Stamp stamp, String sha256) {}

  /**
   * A dataset's fingerprint now: by what is known of its files, or by reading all of them when the
   * last time was longer ago than site policy allows.
   *
   * @throws java.io.UncheckedIOException as {@link Fingerprint#of} says
   */
  public Fingerprint current(String dataset, PreparedData prepared) {
    boolean due =
        lastFullCheck(dataset)
            .filter(
                last -> clock.instant().isBefore(last.plus(policy.preparation().fullCheckEvery())))
            .isEmpty();
    if (due) {
      return full(dataset, prepared);
    }
    Map<Place, Known> known = known(dataset);
    return taken(
        dataset,
        FileHashes.of(
            prepared.data(),
            prepared.labels(),
            file ->
                Optional.ofNullable(known.get(new Place(file.role(), file.path())))
                    .filter(earlier -> earlier.stamp().equals(file.stamp()))
                    .map(Known::sha256)),
        known.size());
  }

  /**
   * A dataset's fingerprint by reading every file.
   *
   * @throws java.io.UncheckedIOException as {@link Fingerprint#of} says
   */
  public Fingerprint full(String dataset, PreparedData prepared) {
    Instant begun = clock.instant();
    List<Hashed> files =
        FileHashes.of(prepared.data(), prepared.labels(), file -> Optional.empty());
    Fingerprint fingerprint = taken(dataset, files, -1);
    journal
        .sql()
        .sql(
            "insert into full_check (dataset, at) values (?, ?)"
                + " on conflict (dataset) do update set at = excluded.at")
        .params(dataset, begun.toString())
        .update();
    return fingerprint;
  }

  /** When every file of a dataset was last read. */
  public Optional<Instant> lastFullCheck(String dataset) {
    return journal
        .sql()
        .sql("select at from full_check where dataset = ?")
        .param(dataset)
        .query(String.class)
        .optional()
        .map(Instant::parse);
  }

  /** Nothing is known of a dataset's files any more. */
  public void forget(String dataset) {
    journal.atomically(
        () -> {
          journal.sql().sql("delete from file_hash where dataset = ?").param(dataset).update();
          journal.sql().sql("delete from full_check where dataset = ?").param(dataset).update();
        });
  }

  private Map<Place, Known> known(String dataset) {
    Map<Place, Known> known = new HashMap<>();
    journal
        .sql()
        .sql("select * from file_hash where dataset = ?")
        .param(dataset)
        .query(
            row -> {
              known.put(
                  new Place(row.getString("role"), row.getString("path")),
                  new Known(
                      new Stamp(
                          row.getLong("size"),
                          row.getLong("modified_ns"),
                          row.getLong("changed_ns"),
                          row.getLong("inode")),
                      row.getString("sha256")));
            });
    return known;
  }

  private Fingerprint taken(String dataset, List<Hashed> files, int knownBefore) {
    boolean same =
        files.size() == knownBefore
            && files.stream().allMatch(file -> file.origin() == Origin.KNOWN);
    if (!same) {
      remember(dataset, files);
    }
    return Fingerprint.of(files, keys.secret());
  }

  private void remember(String dataset, List<Hashed> files) {
    Instant rested = clock.instant().minus(RESTED);
    long latest = rested.getEpochSecond() * NANOS + rested.getNano();
    journal.atomically(
        () -> {
          journal.sql().sql("delete from file_hash where dataset = ?").param(dataset).update();
          for (Hashed file : files) {
            if (file.origin() == Origin.KNOWN
                || (file.origin() == Origin.READ && file.found().stamp().changedNanos() < latest)) {
              remember(dataset, file.found(), file.sha256());
            }
          }
        });
  }

  private void remember(String dataset, Found found, String sha256) {
    journal
        .sql()
        .sql("insert into file_hash values (?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            dataset,
            found.role(),
            found.path(),
            found.stamp().size(),
            found.stamp().modifiedNanos(),
            found.stamp().changedNanos(),
            found.stamp().inode(),
            sha256)
        .update();
  }
}
