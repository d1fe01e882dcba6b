package io.consilium.platform.dataset;

/** Where a dataset stands. A registered one does not change; a failed one may be prepared again. */
public enum DatasetState {
  PREPARING,
  REGISTERED,
  FAILED
}
