/**
 * Carries out what was authorised: which container runs on what, and what becomes of its output.
 */
@NullMarked
package io.consilium.worker.step;

import org.jspecify.annotations.NullMarked;
