/** Drives a whole federated evaluation as its users would. */
@NullMarked
package io.consilium.demo;

import org.jspecify.annotations.NullMarked;
