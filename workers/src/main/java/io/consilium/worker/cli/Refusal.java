package io.consilium.worker.cli;

/** A command cannot be carried out; the message says why and what to do. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
