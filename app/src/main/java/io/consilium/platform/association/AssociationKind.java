package io.consilium.platform.association;

/** What takes part in a benchmark. */
public enum AssociationKind {
  DATASET,
  MODEL
}
