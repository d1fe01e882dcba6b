/** Attacks on the sealed container, by real containers on a real engine. */
@NullMarked
package io.consilium.worker.sandbox;

import org.jspecify.annotations.NullMarked;
