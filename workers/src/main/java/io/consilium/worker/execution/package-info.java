/** The executions that this site ran or runs: where each stands, and what it left behind. */
@NullMarked
package io.consilium.worker.execution;

import org.jspecify.annotations.NullMarked;
