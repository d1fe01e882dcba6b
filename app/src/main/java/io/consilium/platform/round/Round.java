package io.consilium.platform.round;

import io.consilium.contract.Groups;
import java.time.Instant;

/**
 * One evaluation campaign of a revision.
 *
 * @param openedBy user id of who started it
 * @param deadline when executions that have not settled are closed
 */
public record Round(
    String id,
    String benchmarkId,
    int revision,
    RoundState state,
    String openedBy,
    Instant openedAt,
    Instant deadline) {
  /** The group whose members judge the report. */
  public String committee() {
    return Groups.committeeOf(benchmarkId);
  }
}
