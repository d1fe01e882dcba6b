/** The steps of EvaluationRound and Execution. */
@NullMarked
package io.consilium.platform.round.process;

import org.jspecify.annotations.NullMarked;
