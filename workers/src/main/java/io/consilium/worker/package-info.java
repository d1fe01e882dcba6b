/** The facility's side: one worker and the {@code consilium} command. */
@NullMarked
package io.consilium.worker;

import org.jspecify.annotations.NullMarked;
