package io.consilium.contract.container;

/**
 * Where the container expects something.
 *
 * @param mountPath absolute, normalised path inside the container
 * @param type file or directory
 */
public record Volume(String mountPath, VolumeType type) {}
