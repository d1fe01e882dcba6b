/**
 * Signed statements, as in-toto statements in DSSE envelopes: what a facility decided, and what
 * people put their name to before a facility runs it.
 */
@NullMarked
package io.consilium.contract.statement;

import org.jspecify.annotations.NullMarked;
