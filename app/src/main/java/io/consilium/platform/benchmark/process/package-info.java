/** The steps of BenchmarkApproval. */
@NullMarked
package io.consilium.platform.benchmark.process;

import org.jspecify.annotations.NullMarked;
