/** Who decided what, when and why; and the rule that nobody decides about their own proposal. */
@NullMarked
package io.consilium.platform.governance;

import org.jspecify.annotations.NullMarked;
