/** Text that is read strictly and written canonically. */
@NullMarked
package io.consilium.contract.text;

import org.jspecify.annotations.NullMarked;
