/** Metrics: what a revision declares, what an evaluator reports, what a facility releases. */
@NullMarked
package io.consilium.contract.metric;

import org.jspecify.annotations.NullMarked;
