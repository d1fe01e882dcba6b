/**
 * The attack zoo: what is tried against the measures, and the proof that each measure is needed.
 */
@NullMarked
package io.consilium.worker.zoo;

import org.jspecify.annotations.NullMarked;
