package io.consilium.worker.catalogue;

import io.consilium.contract.Ids;
import io.consilium.contract.Reason;
import io.consilium.worker.journal.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Knows every dataset of the site; what is not in it cannot be used. */
public final class Catalogue {
  private final Journal journal;
  private final Clock clock;

  public Catalogue(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Adds a dataset.
   *
   * @param people how many people it holds
   * @throws CatalogueException when something about it is wrong
   */
  public Dataset add(String name, String benchmarkId, Path data, Path labels, int people) {
    if (!Ids.isName(name)) {
      throw new CatalogueException(
          "'" + name + "' is not a name: small letters, digits and hyphens, at most 63");
    }
    if (!Ids.isName(benchmarkId)) {
      throw new CatalogueException("'" + benchmarkId + "' is not the id of a benchmark");
    }
    if (people < 1) {
      throw new CatalogueException("a dataset holds at least one person, not " + people);
    }
    requireFolder(data);
    requireFolder(labels);
    if (find(name).isPresent()) {
      throw new CatalogueException("there is a dataset " + name + " already: choose another name");
    }
    journal
        .sql()
        .sql(
            "insert into dataset (name, benchmark_id, data_path, labels_path, people, state,"
                + " added_at) values (?, ?, ?, ?, ?, 'ADDED', ?)")
        .params(
            name,
            benchmarkId,
            data.toString(),
            labels.toString(),
            people,
            clock.instant().toString())
        .update();
    return require(name);
  }

  private static void requireFolder(Path folder) {
    if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
      throw new CatalogueException("there is no folder " + folder);
    }
  }

  public Optional<Dataset> find(String name) {
    return journal
        .sql()
        .sql("select * from dataset where name = ?")
        .param(name)
        .query(Catalogue::read)
        .optional();
  }

  /**
   * The dataset of that name.
   *
   * @throws CatalogueException when there is none
   */
  public Dataset require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new CatalogueException(
                    "there is no dataset " + name + ": see 'consilium dataset list'"));
  }

  public List<Dataset> all() {
    return journal.sql().sql("select * from dataset order by name").query(Catalogue::read).list();
  }

  /** Preparation was asked for: what an earlier one left is forgotten. */
  public void request(String name, Dataset.Prepared prepared) {
    journal
        .sql()
        .sql(
            """
            update dataset set state = 'REQUESTED', reason = null, detail = null, revision = ?,
              revision_digest = ?, fingerprint = null, medperf_hash = null, statistics = null
            where name = ?
            """)
        .params(prepared.revision(), prepared.revisionDigest(), name)
        .update();
  }

  /** A step of a preparation is done; that of a cancelled one does not count. */
  public void advance(String name, Dataset.State state) {
    journal
        .sql()
        .sql(
            "update dataset set state = ?, reason = null, detail = null"
                + " where name = ? and state <> 'CANCELLED'")
        .params(state.name(), name)
        .update();
  }

  /** The preparator's check found work for people. */
  public void awaitWork(String name, String detail) {
    journal
        .sql()
        .sql(
            "update dataset set state = 'AWAITING_WORK', reason = null, detail = ?"
                + " where name = ? and state <> 'CANCELLED'")
        .params(detail, name)
        .update();
  }

  /** Forgets a dataset with the consents about it; its raw data stays where it is. */
  public void remove(String name) {
    journal.sql().sql("delete from progress_consent where dataset = ?").param(name).update();
    journal.sql().sql("delete from dataset where name = ?").param(name).update();
  }

  public void enter(String name, Dataset.State state) {
    journal
        .sql()
        .sql("update dataset set state = ?, reason = null, detail = null where name = ?")
        .params(state.name(), name)
        .update();
  }

  /** Goes back to an earlier state, and says why. */
  public void fallBack(String name, Dataset.State state, String detail) {
    journal
        .sql()
        .sql("update dataset set state = ?, detail = ? where name = ?")
        .params(state.name(), detail, name)
        .update();
  }

  /** The data is prepared, checked and counted. */
  public void prepared(String name, Fingerprint fingerprint, String statistics) {
    journal
        .sql()
        .sql(
            "update dataset set state = 'PREPARED', fingerprint = ?, medperf_hash = ?,"
                + " statistics = ? where name = ? and state <> 'CANCELLED'")
        .params(fingerprint.keyed(), fingerprint.medperfHash(), statistics, name)
        .update();
  }

  public void fail(String name, Reason reason, String detail) {
    journal
        .sql()
        .sql(
            "update dataset set state = 'FAILED', reason = ?, detail = ?"
                + " where name = ? and state <> 'CANCELLED'")
        .params(reason.name(), detail, name)
        .update();
  }

  private static Dataset read(ResultSet row, int number) throws SQLException {
    Optional<String> revisionDigest = Optional.ofNullable(row.getString("revision_digest"));
    int revision = row.getInt("revision");
    return new Dataset(
        row.getString("name"),
        row.getString("benchmark_id"),
        Path.of(row.getString("data_path")),
        Path.of(row.getString("labels_path")),
        row.getInt("people"),
        Dataset.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("detail")),
        revisionDigest.map(digest -> new Dataset.Prepared(revision, digest)),
        Optional.ofNullable(row.getString("fingerprint")),
        Optional.ofNullable(row.getString("medperf_hash")),
        Optional.ofNullable(row.getString("statistics")));
  }
}
