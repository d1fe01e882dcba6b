/** People: how they log in, and who is asking. */
@NullMarked
package io.consilium.platform.identity;

import org.jspecify.annotations.NullMarked;
