package io.consilium.platform.facility;

/** A worker asks for something that the gateway does not offer (400); the message says what. */
final class InvalidTaskRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidTaskRequest(String message) {
    super(message);
  }
}
