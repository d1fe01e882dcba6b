package io.consilium.worker.release;

import io.consilium.contract.metric.ReleasedMetrics;
import java.util.List;

/**
 * What is known of a version of a dataset outside the facility before a result leaves.
 *
 * @param people how many people it holds, by the site's catalogue
 * @param earlier figures about it that have left: its statistics, and results of it
 */
public record Known(int people, List<ReleasedMetrics> earlier) {
  public Known {
    earlier = List.copyOf(earlier);
  }

  /** A dataset of which nothing has left. */
  public static Known onlyPeople(int people) {
    return new Known(people, List.of());
  }
}
