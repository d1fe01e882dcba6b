/** Rounds and their executions. */
@NullMarked
package io.consilium.platform.round;

import org.jspecify.annotations.NullMarked;
