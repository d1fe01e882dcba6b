package io.consilium.contract.benchmark;

import io.consilium.contract.container.ContainerSpec;

/**
 * The containers of a benchmark.
 *
 * @param preparator prepares, checks and counts a site's data
 * @param referenceModel the model with which the benchmark is tried
 * @param evaluator compares predictions with labels
 */
public record Containers(
    ContainerSpec preparator, ContainerSpec referenceModel, ContainerSpec evaluator) {}
