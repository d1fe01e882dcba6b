package io.consilium.worker.release;

import io.consilium.contract.metric.ReleasedMetrics;

/** What the gate says of a report. Explanations are for the people at the site. */
public sealed interface Verdict {
  /** What each rule did. */
  GateReport report();

  /** These figures may leave once somebody decides so. */
  record Passed(ReleasedMetrics metrics, GateReport report) implements Verdict {}

  /** The report is not what the schema declares. */
  record Invalid(String explanation, GateReport report) implements Verdict {}

  /** The disclosure rules leave nothing. */
  record Withheld(String explanation, GateReport report) implements Verdict {}
}
