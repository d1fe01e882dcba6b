package io.consilium.worker.release;

import io.consilium.contract.metric.Group;

/** One figure of one group. */
record Cell(Group group, String metricId) {
  /** The figure for people, such as {@code events of sex/male}. */
  String words() {
    return metricId + " of " + group.label();
  }
}
