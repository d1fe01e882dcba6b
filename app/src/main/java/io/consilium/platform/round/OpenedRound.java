package io.consilium.platform.round;

import io.consilium.platform.benchmark.Revision;
import java.time.Instant;

/**
 * A round that has just been opened.
 *
 * @param cells how many executions were started
 */
public record OpenedRound(String id, Revision revision, Instant deadline, int cells) {}
