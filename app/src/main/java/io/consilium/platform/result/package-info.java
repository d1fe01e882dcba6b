/** Released results and the report over a round's facilities. */
@NullMarked
package io.consilium.platform.result;

import org.jspecify.annotations.NullMarked;
