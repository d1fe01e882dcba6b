package io.consilium.worker.release;

import io.consilium.worker.catalogue.Dataset;
import io.consilium.worker.journal.Journal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The versions of datasets of which something left, each with its people as keyed hashes where the
 * data owner named them. What is released of two versions that differ by a few people tells about
 * those few.
 */
public final class Versions {
  private final Journal journal;
  private final Clock clock;

  public Versions(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  private record Version(String fingerprint, String dataset, String benchmarkId, int people) {}

  /**
   * Why nothing may leave of a dataset's version: another one, of which something left, differs by
   * fewer people than the minimum.
   *
   * <p>People are compared one by one where both versions have a list of subjects; versions with
   * the same people are not held against each other then, since nobody stands alone in their
   * difference. Where a list is missing, versions for the same benchmark are compared by how many
   * people they hold: when these numbers are closer than the minimum, the difference may be small.
   *
   * @param minimum fewest people by which versions differ
   */
  public Optional<String> conflict(Dataset dataset, int minimum) {
    String fingerprint = dataset.fingerprint().orElse("");
    for (Version other : others(fingerprint)) {
      Optional<String> conflict =
          subjects(dataset.name()) > 0 && releasedSubjects(other.fingerprint()) > 0
              ? byPeople(dataset, other, minimum)
              : byNumbers(dataset, other, minimum);
      if (conflict.isPresent()) {
        return conflict;
      }
    }
    return Optional.empty();
  }

  private Optional<String> byPeople(Dataset dataset, Version other, int minimum) {
    int differing = differing(dataset.name(), other.fingerprint());
    return differing == 0 || differing >= minimum
        ? Optional.empty()
        : Optional.of(
            ("the dataset %s differs by %d people from %s, of which something left; at least %d are"
                    + " needed: keep to one of the two, or add more people")
                .formatted(dataset.name(), differing, other.dataset(), minimum));
  }

  private static Optional<String> byNumbers(Dataset dataset, Version other, int minimum) {
    boolean close = Math.abs((long) dataset.people() - other.people()) < minimum;
    return close && dataset.benchmarkId().equals(other.benchmarkId())
        ? Optional.of(
            ("the dataset %s holds %d people and %s, of which something left, %d: they may differ by"
                    + " fewer than %d people. Say who they are with 'consilium dataset subjects', for"
                    + " both; it stays here")
                .formatted(
                    dataset.name(), dataset.people(), other.dataset(), other.people(), minimum))
        : Optional.empty();
  }

  /** Notes that something leaves of a dataset's version. Belongs into the transaction of that. */
  public void note(Dataset dataset) {
    String fingerprint = dataset.fingerprint().orElseThrow();
    journal
        .sql()
        .sql(
            "insert into released_version (fingerprint, dataset, benchmark_id, people, released_at)"
                + " values (?, ?, ?, ?, ?) on conflict (fingerprint) do nothing")
        .params(
            fingerprint,
            dataset.name(),
            dataset.benchmarkId(),
            dataset.people(),
            clock.instant().toString())
        .update();
    keepSubjects(dataset.name(), fingerprint);
  }

  /** Takes over the people of a dataset that were named after something of it had left. */
  public void named(Dataset dataset) {
    dataset
        .fingerprint()
        .filter(
            fingerprint ->
                count("select count(*) from released_version where fingerprint = ?", fingerprint)
                    > 0)
        .ifPresent(fingerprint -> keepSubjects(dataset.name(), fingerprint));
  }

  private void keepSubjects(String name, String fingerprint) {
    journal
        .sql()
        .sql(
            "insert into released_subject (fingerprint, subject) select ?, subject from"
                + " dataset_subject where dataset = ? on conflict do nothing")
        .params(fingerprint, name)
        .update();
  }

  private List<Version> others(String fingerprint) {
    return journal
        .sql()
        .sql("select * from released_version where fingerprint <> ? order by released_at")
        .param(fingerprint)
        .query(
            (row, number) ->
                new Version(
                    row.getString("fingerprint"),
                    row.getString("dataset"),
                    row.getString("benchmark_id"),
                    row.getInt("people")))
        .list();
  }

  private int subjects(String dataset) {
    return count("select count(*) from dataset_subject where dataset = ?", dataset);
  }

  private int releasedSubjects(String fingerprint) {
    return count("select count(*) from released_subject where fingerprint = ?", fingerprint);
  }

  /** People in one and not in the other. */
  private int differing(String dataset, String fingerprint) {
    int both =
        count(
            "select count(*) from dataset_subject join released_subject using (subject)"
                + " where dataset = ? and fingerprint = ?",
            dataset,
            fingerprint);
    return subjects(dataset) + releasedSubjects(fingerprint) - 2 * both;
  }

  private int count(String sql, Object... parameters) {
    return journal.sql().sql(sql).params(parameters).query(Integer.class).single();
  }
}
