/** Benchmarks and their revisions, from proposal to activation. */
@NullMarked
package io.consilium.platform.benchmark;

import org.jspecify.annotations.NullMarked;
