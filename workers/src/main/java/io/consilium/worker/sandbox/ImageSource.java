package io.consilium.worker.sandbox;

import io.consilium.contract.container.ContainerSpec;

/** Where images come from. */
interface ImageSource {
  /**
   * The image that a container is made of; it is on the engine afterwards.
   *
   * @throws EngineUnreachableException when the engine or a registry does not answer
   */
  SealedImage obtain(ContainerSpec container) throws Refusal, InterruptedException;
}
