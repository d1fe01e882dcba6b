/** Signed statements: what a facility decided, as in-toto statements in DSSE envelopes. */
@NullMarked
package io.consilium.contract.statement;

import org.jspecify.annotations.NullMarked;
