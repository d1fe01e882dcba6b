package io.consilium.platform.facility;

import io.consilium.contract.statement.Payload;
import java.time.Instant;

/**
 * A statement whose signature, signing key and facility were found to be right.
 *
 * @param id SHA-256 of the signed payload, 64 hex digits; the same statement has the same id
 * @param payload what the facility states
 * @param receivedAt when it came
 */
public record ReceivedStatement<P extends Payload>(String id, P payload, Instant receivedAt) {}
