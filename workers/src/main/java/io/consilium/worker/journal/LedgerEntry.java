package io.consilium.worker.journal;

import java.time.Instant;

/**
 * One thing that was sent.
 *
 * @param position from 1
 * @param at when it was entered, just before it was sent
 * @param kind what it was
 * @param destination where it went
 * @param person the name of who decided it; empty when nobody had to
 * @param body every byte of it
 * @param previous hash of the entry before
 * @param hash SHA-256 over all the other fields, 64 hex digits
 */
public record LedgerEntry(
    long position,
    Instant at,
    String kind,
    String destination,
    String person,
    String body,
    String previous,
    String hash) {}
