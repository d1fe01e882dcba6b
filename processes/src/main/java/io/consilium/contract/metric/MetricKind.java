package io.consilium.contract.metric;

/** What sort of quantity a metric is; it decides how results can be pooled. */
public enum MetricKind {
  /** Numerator over denominator, both declared as counts. */
  PROPORTION,
  /** A mean over people, such as the Brier score. */
  MEAN,
  /** The area under the receiver operating characteristic curve. */
  AUROC,
  /** A positive ratio, such as observed over expected events. */
  RATIO,
  /** A whole number of people, images or cases. */
  COUNT,
  /** A coefficient, such as a calibration slope. */
  COEFFICIENT
}
