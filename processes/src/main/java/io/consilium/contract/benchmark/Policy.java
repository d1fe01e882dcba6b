package io.consilium.contract.benchmark;

import java.time.Duration;

/**
 * What a benchmark demands of the sites.
 *
 * @param minimumCount people on whom a released figure rests at least; a site may ask for more
 * @param executionDeadline longest time of one container step
 */
public record Policy(int minimumCount, Duration executionDeadline) {}
