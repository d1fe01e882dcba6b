/** Models and their containers. */
@NullMarked
package io.consilium.platform.model;

import org.jspecify.annotations.NullMarked;
