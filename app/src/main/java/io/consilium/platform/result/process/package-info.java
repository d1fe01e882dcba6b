/** The report's steps in EvaluationRound. */
@NullMarked
package io.consilium.platform.result.process;

import org.jspecify.annotations.NullMarked;
