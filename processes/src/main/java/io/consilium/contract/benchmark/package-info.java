/** What people submit: a benchmark's revision and a model. */
@NullMarked
package io.consilium.contract.benchmark;

import org.jspecify.annotations.NullMarked;
