package io.consilium.worker.authorisation;

import java.time.Instant;

/**
 * Somebody whose pinned key signed.
 *
 * @param name whose key it is, by the site's policy
 * @param keyId the key's fingerprint
 * @param at when they signed, by their own clock
 */
public record Signer(String name, String keyId, Instant at) {}
