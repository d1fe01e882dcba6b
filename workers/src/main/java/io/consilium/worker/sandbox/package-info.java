/**
 * The sealed container: one step of a benchmark runs in it without network, privileges or a way to
 * write anything but its own output. The rest of the worker sees {@link
 * io.consilium.worker.sandbox.Sandbox}, a {@link io.consilium.worker.sandbox.SealedStep} and its
 * {@link io.consilium.worker.sandbox.StepOutcome}.
 */
@NullMarked
package io.consilium.worker.sandbox;

import org.jspecify.annotations.NullMarked;
