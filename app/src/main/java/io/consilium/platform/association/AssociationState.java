package io.consilium.platform.association;

/** What the last entry of an association says. */
public enum AssociationState {
  PROPOSED,
  APPROVED,
  DECLINED
}
