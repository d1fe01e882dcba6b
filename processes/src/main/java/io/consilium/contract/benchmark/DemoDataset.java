package io.consilium.contract.benchmark;

/**
 * The dataset for compatibility tests.
 *
 * @param sha256 64 hex digits: the SHA-256 of a .tar.gz that was uploaded before
 */
public record DemoDataset(String sha256) {}
