package io.consilium.worker.sandbox;

import java.util.Set;

/**
 * An image that is on the engine and is the registered one.
 *
 * @param id by which containers are made of exactly it
 * @param volumes folders for which the image wants volumes of its own
 * @param variables names of the environment variables that the image sets
 */
record SealedImage(String id, Set<String> volumes, Set<String> variables) {
  SealedImage {
    volumes = Set.copyOf(volumes);
    variables = Set.copyOf(variables);
  }
}
