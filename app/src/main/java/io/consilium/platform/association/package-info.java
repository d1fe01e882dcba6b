/** Which dataset and which model takes part in which revision. */
@NullMarked
package io.consilium.platform.association;

import org.jspecify.annotations.NullMarked;
