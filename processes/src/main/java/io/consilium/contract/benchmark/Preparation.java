package io.consilium.contract.benchmark;

import java.util.List;

/**
 * How a preparation that people take part in goes.
 *
 * @param stages what a case's {@code status} may be in the preparator's report, from the first to
 *     the last; empty when the preparator keeps no report that others may hear of
 */
public record Preparation(List<String> stages) {
  public Preparation {
    stages = List.copyOf(stages);
  }
}
