package io.consilium.contract.metric;

/** The scale on which facilities are pooled. */
public enum Scale {
  IDENTITY,
  LOGIT,
  LOG;

  static Scale usualFor(MetricKind kind) {
    return switch (kind) {
      case PROPORTION, AUROC -> LOGIT;
      case RATIO -> LOG;
      case MEAN, COUNT, COEFFICIENT -> IDENTITY;
    };
  }
}
