package io.consilium.platform.engine;

/**
 * Work for a facility has become available, or more of it. Published within the transaction that
 * makes it available, so that listeners wait for its commit.
 */
public record TasksArrived(String facilityId) {}
