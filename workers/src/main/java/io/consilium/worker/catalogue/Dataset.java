package io.consilium.worker.catalogue;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A dataset of this site. Its paths never leave.
 *
 * @param name short name at the site
 * @param benchmarkId the benchmark that it is for
 * @param data folder of raw data
 * @param labels folder of raw labels
 * @param people how many people it holds, as the site knows; at least 1
 * @param state where it stands
 * @param reason why preparing it failed, in the word that left
 * @param detail why, for the people at the site
 * @param prepared what its preparation was for, once it was asked for
 * @param fingerprint keyed fingerprint of the prepared data, once there is one
 * @param medperfHash MedPerf's hash of the prepared data, kept here for comparison
 * @param statistics canonical JSON of the statistics that may leave, once there are any
 */
public record Dataset(
    String name,
    String benchmarkId,
    Path data,
    Path labels,
    int people,
    State state,
    Optional<String> reason,
    Optional<String> detail,
    Optional<Prepared> prepared,
    Optional<String> fingerprint,
    Optional<String> medperfHash,
    Optional<String> statistics) {

  /** The revision that a preparation is for. */
  public record Prepared(int revision, String revisionDigest) {}

  /** Where a dataset stands; later states come later. */
  public enum State {
    ADDED("added; next: consilium dataset prepare"),
    REQUESTED("waits to be prepared"),
    DATA_PREPARED("prepared; is being checked"),
    CHECKED("checked; is being counted"),
    PREPARED("prepared; next: consilium dataset register"),
    REGISTERING("registration is on its way"),
    REGISTERED("registered; next: consilium dataset join"),
    JOINING("request to join is on its way"),
    JOINED("asked to join; the benchmark's committee decides"),
    AWAITING_WORK("waits for people; see: consilium dataset status"),
    CANCELLED("cancelled; next: consilium dataset prepare, which goes on where it stopped"),
    FAILED("failed");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** The state for people. */
    public String words() {
      return words;
    }

    /** Whether the data may still change. */
    public boolean isOpen() {
      return this == REQUESTED || this == DATA_PREPARED || this == CHECKED || this == PREPARED;
    }

    /** Whether a preparation is under way, also while it waits for people. */
    public boolean isBeingPrepared() {
      return isOpen() || this == AWAITING_WORK;
    }

    /** Whether the platform was told the dataset's fingerprint. */
    public boolean isRegistered() {
      return this == REGISTERED || this == JOINING || this == JOINED;
    }
  }
}
