package io.consilium.platform.governance;

import java.time.Instant;
import java.util.Optional;

/**
 * One entry of the record.
 *
 * @param subject id of what it is about: a revision, an association or a round
 * @param by the person's user id or, for a facility's request, a pseudonym; empty where no person
 *     acted
 * @param comment their words; may be empty
 */
public record Decision(
    String subject, Outcome outcome, Optional<String> by, Instant at, String comment) {}
