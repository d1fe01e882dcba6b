package io.consilium.worker.console.login;

import java.time.Instant;

/**
 * A person who may log in.
 *
 * @param name what the person types to log in
 * @param person the person's name for the site's ledger
 * @param role what the person may do
 * @param hash the password's bcrypt hash
 * @param since when account and password became what they are; earlier sessions are over
 */
record Account(String name, String person, Role role, String hash, Instant since) {}
