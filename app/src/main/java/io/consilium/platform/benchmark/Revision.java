package io.consilium.platform.benchmark;

import io.consilium.contract.Groups;
import io.consilium.contract.Ids;
import io.consilium.contract.benchmark.BenchmarkDocument;
import io.consilium.platform.identity.CurrentUser;
import java.time.Instant;

/**
 * One revision of a benchmark.
 *
 * @param number from 1
 * @param document the benchmark document's canonical JSON, which never changes
 * @param digest the document's digest
 * @param proposedBy the submitter's user id
 */
public record Revision(
    String benchmarkId,
    int number,
    String title,
    String document,
    String digest,
    RevisionState state,
    String proposedBy,
    Instant proposedAt) {

  /** The revision's id, under which its approval is found. */
  public String id() {
    return Ids.revision(benchmarkId, number);
  }

  /** The document's content. */
  public BenchmarkDocument content() {
    return BenchmarkDocument.fromCanonicalJson(document);
  }

  /** The group whose members decide about the revision's models, datasets and reports. */
  public String committee() {
    return Groups.committeeOf(benchmarkId);
  }

  public boolean isActive() {
    return state == RevisionState.ACTIVE;
  }

  /**
   * Whether the person may know of it: everyone of an active one; of the others only who is
   * concerned with their approval.
   */
  public boolean isVisibleTo(CurrentUser user) {
    return isActive()
        || proposedBy.equals(user.id())
        || user.isMemberOf(Groups.PLATFORM_COMMITTEE)
        || user.isMemberOf(Groups.OPERATORS)
        || content().committee().members().contains(user.id());
  }
}
