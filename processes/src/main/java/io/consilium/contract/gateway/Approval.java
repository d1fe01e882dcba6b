package io.consilium.contract.gateway;

import java.time.Instant;

/** A decision by which something became approved: who, when, and their words (may be empty). */
public record Approval(String by, Instant at, String comment) {}
