package io.consilium.worker.outbound;

import java.time.Instant;
import java.util.Optional;

/**
 * A statement on its way.
 *
 * @param number counts the site's statements, from 1
 * @param id SHA-256 of the signed payload, 64 hex digits
 * @param kind the payload's kind, such as {@code ResultReleased}
 * @param subject the dataset or execution that it is about
 * @param destination the platform that it was made for
 * @param state what became of it
 * @param attempts how often it was sent
 * @param detail why it is not delivered, in the platform's words
 * @param madeAt when it was signed
 */
public record OutgoingStatement(
    long number,
    String id,
    String kind,
    String subject,
    String destination,
    State state,
    int attempts,
    Optional<String> detail,
    Instant madeAt) {
  /** What became of a statement. */
  public enum State {
    WAITING,
    DELIVERED,
    REFUSED
  }
}
