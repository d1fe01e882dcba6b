/** Pages for people. */
@NullMarked
package io.consilium.platform.portal;

import org.jspecify.annotations.NullMarked;
