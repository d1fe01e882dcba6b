package io.consilium.platform.benchmark;

/**
 * A revision has become active. Published in the transaction that activates it.
 *
 * @param approvedBy user id of who approved it
 */
public record BenchmarkActivated(Revision revision, String approvedBy) {}
