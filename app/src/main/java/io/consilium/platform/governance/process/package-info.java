/** Where the diagrams' reviews meet governance. */
@NullMarked
package io.consilium.platform.governance.process;

import org.jspecify.annotations.NullMarked;
